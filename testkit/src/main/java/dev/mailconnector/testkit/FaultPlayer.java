package dev.mailconnector.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers on one connection: as it should be, or as a fault has it. */
final class FaultPlayer {
  /** Does what a command asks for and says what to reply. */
  @FunctionalInterface
  interface Effect {
    Reply run() throws IOException;
  }

  private static final byte[] HANDSHAKE_FAILURE = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};
  private static final byte[] ENDLESS_LINE = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENDLESS_LINES =
      "250-and there is more to come\r\n".repeat(32).getBytes(StandardCharsets.US_ASCII);

  private final FaultTable faults;
  private final Wire wire;
  private final Transcript transcript;
  private final Halt halt;

  FaultPlayer(FaultTable faults, Wire wire, Transcript transcript, Halt halt) {
    this.faults = faults;
    this.wire = wire;
    this.transcript = transcript;
    this.halt = halt;
  }

  void answer(Effect effect, Trigger.Point... points) throws IOException {
    SmtpFault fault = faults.strike(points);
    if (fault == null) {
      deliver(effect.run());
    } else {
      play(fault, effect);
    }
  }

  /** How many octets of content may come before {@link #answer} has to be asked; at least one. */
  long octetsToNextMark(long received) {
    return faults.octetsToNextMark(received);
  }

  private void deliver(Reply reply) throws IOException {
    say(reply.lines());
    reply.then().run();
  }

  private void play(SmtpFault fault, Effect effect) throws IOException {
    if (fault instanceof SmtpFault.Reply other) {
      replyOtherwise(other.lines(), effect);
    } else if (fault instanceof SmtpFault.Slow slow) {
      wire.flush();
      halt.pause(slow.delay());
      deliver(effect.run());
    } else if (fault instanceof SmtpFault.Held held) {
      wire.flush();
      if (!held.turnstile().passUnless(halt::isClosed)) {
        throw new SessionEnd();
      }
      deliver(effect.run());
    } else if (fault instanceof SmtpFault.Drip drip) {
      Reply reply = effect.run();
      wire.sayInPieces(drip.octets(), drip.pause());
      say(reply.lines());
      wire.sayWhole();
      reply.then().run();
    } else if (fault instanceof SmtpFault.Append append) {
      Reply reply = effect.run();
      say(reply.lines());
      sayOctets(append.octets());
      reply.then().run();
    } else if (fault instanceof SmtpFault.CloseAfter) {
      say(effect.run().lines());
      throw new SessionEnd();
    } else if (fault instanceof SmtpFault.AfterEffect after) {
      effect.run();
      play(after.fault(), Reply::silence);
    } else if (fault instanceof SmtpFault.Garbage garbage) {
      sayOctets(garbage.octets());
    } else {
      endConversation(fault);
    }
  }

  private void replyOtherwise(List<String> lines, Effect effect) throws IOException {
    char kind = lines.get(0).isEmpty() ? ' ' : lines.get(0).charAt(0);
    @Nullable Reply usual = kind == '2' || kind == '3' ? effect.run() : null;
    say(lines);
    if (usual != null) {
      usual.then().run();
    } else if (lines.get(0).startsWith("421")) {
      throw new SessionEnd();
    }
  }

  private void endConversation(SmtpFault fault) throws IOException {
    if (fault instanceof SmtpFault.Stall) {
      wire.flush();
      wire.drain();
    } else if (fault instanceof SmtpFault.Reset) {
      wire.flush();
      wire.reset();
    } else if (fault instanceof SmtpFault.EndlessReply endless) {
      while (!halt.isClosed()) {
        wire.sayOctets(endless.lines() ? ENDLESS_LINES : ENDLESS_LINE);
        wire.flush();
      }
    } else if (fault instanceof SmtpFault.TlsFail) {
      wire.readSome();
      wire.sayOctets(HANDSHAKE_FAILURE);
    }
    throw new SessionEnd();
  }

  private void say(List<String> lines) {
    transcript.server(lines);
    wire.say(lines);
  }

  private void sayOctets(byte[] octets) {
    transcript.server(List.of(new String(octets, StandardCharsets.ISO_8859_1)));
    wire.sayOctets(octets);
  }
}
