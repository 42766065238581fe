package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/** One login by GSSAPI: tokens until the context stands, then the layers (RFC 4752 section 3.1). */
final class KerberosServerExchange implements ServerMechanism.Exchange {
  private static final int NO_LAYER = 1;
  private static final int OTHER_LAYERS = 6;
  private static final int CHOICE = 4;
  private static final byte[] GARBAGE = "garbage".getBytes(StandardCharsets.US_ASCII);

  private final GSSContext context;
  private final Set<KerberosTrait> traits;
  private final Consumer<KerberosVerdict> verdicts;
  private boolean begun;
  private boolean layersOffered;
  private boolean chosen;

  KerberosServerExchange(
      Supplier<GSSContext> contexts,
      Set<KerberosTrait> traits,
      Consumer<KerberosVerdict> verdicts) {
    this.context = contexts.get();
    this.traits = traits;
    this.verdicts = verdicts;
  }

  @Override
  public ServerMechanism.Step next(byte @Nullable [] response) {
    boolean first = !begun;
    begun = true;
    if (response == null || (first && has(KerberosTrait.IGNORES_INITIAL_RESPONSE))) {
      return new ServerMechanism.Step.Text("GSSAPI supported");
    }
    try {
      if (chosen) {
        return ServerMechanism.Step.challenge(GARBAGE);
      }
      if (layersOffered) {
        return choice(response);
      }
      return context.isEstablished() ? afterProof() : token(response);
    } catch (GSSException e) {
      verdicts.accept(new KerberosVerdict("", "", false, String.valueOf(e.getMessage())));
      return ServerMechanism.Step.refused();
    }
  }

  private ServerMechanism.Step token(byte[] response) throws GSSException {
    if (has(KerberosTrait.SPEAKS_GARBAGE)) {
      return ServerMechanism.Step.challenge(GARBAGE);
    }
    byte[] answer = context.acceptSecContext(response, 0, response.length);
    if (has(KerberosTrait.ACCEPTS_WITHOUT_PROOF)) {
      return accepted("");
    }
    return answer == null ? afterProof() : ServerMechanism.Step.challenge(answer);
  }

  private ServerMechanism.Step afterProof() throws GSSException {
    if (has(KerberosTrait.ACCEPTS_EARLY)) {
      return accepted("");
    }
    layersOffered = true;
    if (has(KerberosTrait.LAYER_IS_GARBAGE)) {
      return ServerMechanism.Step.challenge(GARBAGE);
    }
    int layers = has(KerberosTrait.DEMANDS_LAYER) ? OTHER_LAYERS : NO_LAYER | OTHER_LAYERS;
    byte[] offer = {(byte) layers, 0, (byte) 0xff, (byte) 0xff};
    byte[] said = has(KerberosTrait.LAYER_IS_LONG) ? Arrays.copyOf(offer, CHOICE + 1) : offer;
    return ServerMechanism.Step.challenge(
        context.wrap(said, 0, said.length, new MessageProp(0, false)));
  }

  private ServerMechanism.Step choice(byte[] response) throws GSSException {
    byte[] choice = context.unwrap(response, 0, response.length, new MessageProp(false));
    if (choice.length < CHOICE
        || !Arrays.equals(Arrays.copyOf(choice, CHOICE), new byte[] {NO_LAYER, 0, 0, 0})) {
      return refused("chose " + Arrays.toString(choice));
    }
    chosen = true;
    return accepted(new String(choice, CHOICE, choice.length - CHOICE, StandardCharsets.UTF_8));
  }

  private ServerMechanism.Step accepted(String authorizationId) throws GSSException {
    if (has(KerberosTrait.LETS_NOBODY_IN)) {
      return refused("lets nobody in");
    }
    if (has(KerberosTrait.NEVER_ENDS)) {
      chosen = true;
      return ServerMechanism.Step.challenge(GARBAGE);
    }
    String client = context.getSrcName().toString();
    verdicts.accept(new KerberosVerdict(client, authorizationId, context.getCredDelegState(), ""));
    return ServerMechanism.Step.accepted(client);
  }

  private ServerMechanism.Step refused(String why) throws GSSException {
    verdicts.accept(
        new KerberosVerdict(context.getSrcName().toString(), "", context.getCredDelegState(), why));
    return ServerMechanism.Step.refused();
  }

  private boolean has(KerberosTrait trait) {
    return traits.contains(trait);
  }
}
