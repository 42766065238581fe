package dev.mailconnector.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * An SMTP submission server for tests: a real socket on 127.0.0.1, the manners of a provider, and
 * faults on demand. It keeps every message in memory and sends none on.
 *
 * <pre>{@code
 * TestAuthority authority = TestAuthority.create();
 * try (ScriptedSmtpServer server =
 *     ScriptedSmtpServer.builder()
 *         .profile(SmtpProfile.GMAIL)
 *         .certificate(authority.issue())
 *         .tokens(TokenCheck.accepting("ada@example.com", "t0ken"))
 *         .start()) {
 *   server.on(Trigger.command("MAIL").nth(2), SmtpFault.reply("421 4.7.0 Try again later"));
 *   // send to server.host(), server.port()
 *   server.awaitMessages(1, Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; each connection has a daemon thread of its own. Closing the
 * server closes all connections and waits for their threads.
 */
public final class ScriptedSmtpServer implements AutoCloseable {
  private final ServerScript script;
  private final Accounts accounts;
  private final FaultTable faults;
  private final LoopbackListener listener;
  private final Halt halt = new Halt();
  private final Ledger ledger = new Ledger();
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();

  ScriptedSmtpServer(ServerScript script, Accounts accounts, FaultTable faults) {
    this.script = script;
    this.accounts = accounts;
    this.faults = faults;
    this.listener = new LoopbackListener("smtp", this::serve);
  }

  ScriptedSmtpServer listen() {
    listener.start();
    return this;
  }

  /** A server with the manners of Postfix, unless told otherwise. */
  public static ScriptedSmtpServerBuilder builder() {
    return new ScriptedSmtpServerBuilder();
  }

  /** The address the server listens on: 127.0.0.1. */
  public String host() {
    return LoopbackListener.HOST;
  }

  /** The port the server listens on. */
  public int port() {
    return listener.port();
  }

  /**
   * Places a fault; it strikes from now on, on open connections too. Of several that strike at once
   * the one placed last wins.
   */
  public PlacedFault on(Trigger trigger, SmtpFault fault) {
    return faults.place(trigger, fault);
  }

  /** Takes all faults away. */
  public void clearFaults() {
    faults.clear();
  }

  /** From now on this user has this password. */
  public void password(String user, String password) {
    accounts.password(user, password);
  }

  /** From now on tokens are judged by this check. */
  public void tokens(TokenCheck check) {
    accounts.tokens(check);
  }

  /** From now on RCPT with this address gets this reply; 2yz accepts it. */
  public void recipient(String address, String reply) {
    script.recipients().put(address.toLowerCase(Locale.ROOT), reply);
  }

  /** The messages kept so far, in order. */
  public List<ReceivedMessage> messages() {
    return ledger.messages();
  }

  /** Forgets the messages kept so far; {@link ServerCounters#messages()} goes on counting. */
  public void forgetMessages() {
    ledger.forgetMessages();
  }

  /**
   * Waits until at least n messages are kept.
   *
   * @return all messages kept
   * @throws AssertionError if fewer came within the limit; it says what the clients did instead
   */
  public List<ReceivedMessage> awaitMessages(int n, Duration limit) {
    if (!ledger.await(seen -> seen.held() >= n, limit)) {
      throw new AssertionError(
          "Waited for "
              + n
              + " messages, got "
              + messages().size()
              + " within "
              + limit
              + describeSessions());
    }
    return messages();
  }

  /**
   * Waits until the counters meet a condition.
   *
   * @return the counters that met it
   * @throws AssertionError if they did not within the limit
   */
  public ServerCounters await(Predicate<ServerCounters> condition, Duration limit) {
    ServerCounters[] met = new ServerCounters[1];
    boolean inTime =
        ledger.await(
            seen -> {
              met[0] = seen.counters();
              return condition.test(met[0]);
            },
            limit);
    if (!inTime) {
      throw new AssertionError("Not within " + limit + ": " + met[0] + describeSessions());
    }
    return met[0];
  }

  /** All connections so far, closed ones too, in order of {@link SmtpSession#number()}. */
  public List<SmtpSession> sessions() {
    return ledger.sessions();
  }

  /**
   * Forgets closed connections, and what was said on open ones so far: for long runs, whose
   * transcripts would fill the memory. {@link #counters()} go on counting.
   */
  public void forgetSessions() {
    ledger.forgetSessions();
  }

  /** What was counted so far. */
  public ServerCounters counters() {
    return ledger.counters();
  }

  /** Closes all open connections without a word. */
  public void disconnectAll() {
    wires.forEach(Wire::closeRaw);
  }

  /** Resets all open connections (TCP RST). */
  public void resetAll() {
    wires.forEach(Wire::reset);
  }

  /**
   * Says a line on all open connections, unasked, and closes them: {@code 421 4.3.2 Service
   * shutting down}. For connections that wait for a command; in others the line may come within a
   * reply.
   */
  public void dismissAll(String line) {
    wires.forEach(wire -> wire.dismiss(line));
  }

  /**
   * Closes the server and all its connections.
   *
   * @throws IllegalStateException if a {@link ServerMechanism} or {@link TokenCheck} threw
   */
  @Override
  public void close() {
    halt.close();
    listener.close();
  }

  @Override
  public String toString() {
    return "ScriptedSmtpServer[" + host() + ":" + port() + ", " + counters() + "]";
  }

  private void serve(Socket socket, int number) throws IOException {
    Wire wire = new Wire(socket, halt, script.latency());
    Transcript transcript = new Transcript();
    FaultPlayer player = new FaultPlayer(faults, wire, transcript, halt);
    Connection connection = new Connection(number, script, wire, transcript, player, ledger);
    wires.add(wire);
    ledger.opened(connection);
    try {
      new SmtpConversation(connection).run();
    } finally {
      wire.close();
      wires.remove(wire);
      ledger.closed(connection);
    }
  }

  private String describeSessions() {
    StringBuilder text = new StringBuilder();
    for (SmtpSession session : sessions()) {
      text.append("\n").append(session);
      List<String> said = session.serverLines();
      if (!said.isEmpty()) {
        text.append(", last reply: ").append(said.get(said.size() - 1));
      }
    }
    return text.toString();
  }
}
