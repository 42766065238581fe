package dev.mailconnector.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One login by SCRAM: client-first, server-first, client-final, server-final. */
final class ScramServerExchange implements ServerMechanism.Exchange {
  private static final Pattern CLIENT_FIRST =
      Pattern.compile("((?:n|y|p=[A-Za-z0-9.-]+),(?:a=[^,]+)?,)(n=([^,]+),r=([!-+\\--~]+))");
  private static final Pattern CLIENT_FINAL =
      Pattern.compile("(c=([^,]+),r=([!-+\\--~]+)),p=([A-Za-z0-9/+=]+)");

  private final ScramHash hash;
  private final boolean plus;
  private final ScramManners manners;
  private final Map<String, String> passwords;
  private final ServerMechanism.Context connection;
  private final Consumer<ScramVerdict> verdicts;
  private @Nullable String header;
  private String user = "";
  private String nonce = "";
  private String authMessage = "";
  private ServerMechanism.@Nullable Step last;

  ScramServerExchange(
      ScramHash hash,
      boolean plus,
      ScramManners manners,
      Map<String, String> passwords,
      ServerMechanism.Context connection,
      Consumer<ScramVerdict> verdicts) {
    this.hash = hash;
    this.plus = plus;
    this.manners = manners;
    this.passwords = passwords;
    this.connection = connection;
    this.verdicts = verdicts;
  }

  @Override
  public ServerMechanism.Step next(byte @Nullable [] response) {
    if (response == null) {
      return ServerMechanism.Step.challenge(new byte[0]);
    }
    String text = new String(response, UTF_8);
    if (last != null) {
      return text.isEmpty()
          ? last
          : ServerMechanism.Step.refused("501 5.5.2 Nothing was asked any more");
    }
    return header == null ? clientFirst(text) : clientFinal(header, text);
  }

  private ServerMechanism.Step clientFirst(String text) {
    Matcher message = CLIENT_FIRST.matcher(text);
    if (!message.matches()) {
      return ServerMechanism.Step.refused("501 5.5.2 Not a client-first-message");
    }
    header = message.group(1);
    user = message.group(3).replace("=2C", ",").replace("=3D", "=");
    nonce =
        message.group(4)
            + (manners.nonce() == null ? UUID.randomUUID().toString() : manners.nonce());
    String reply =
        manners
            .serverFirst()
            .replace("{r}", nonce)
            .replace("{s}", Base64.getEncoder().encodeToString(manners.salt()))
            .replace("{i}", Integer.toString(manners.iterations()));
    authMessage = message.group(2) + "," + reply;
    return ServerMechanism.Step.challenge(reply.getBytes(UTF_8));
  }

  private ServerMechanism.Step clientFinal(String gs2, String text) {
    Matcher message = CLIENT_FINAL.matcher(text);
    if (!message.matches() || !message.group(3).equals(nonce)) {
      return ServerMechanism.Step.refused("501 5.5.2 Not a client-final-message");
    }
    authMessage += "," + message.group(1);
    String password = passwords.get(user);
    String failure = bindingFailure(gs2, decoded(message.group(2)));
    if (failure.isEmpty()) {
      failure = password == null ? "unknown-user" : "";
    }
    byte[] salted =
        hash.saltedPassword(password == null ? "" : password, manners.salt(), manners.iterations());
    if (failure.isEmpty() && !isProof(salted, decoded(message.group(4)))) {
      failure = "invalid-proof";
    }
    verdicts.accept(new ScramVerdict(gs2, user, failure));
    return failure.isEmpty() ? accepted(salted) : refused(failure);
  }

  private ServerMechanism.Step accepted(byte[] salted) {
    if (manners.serverFinal().isEmpty()) {
      return ServerMechanism.Step.accepted(user);
    }
    byte[] signature = hash.hmac(hash.hmac(salted, "Server Key"), authMessage);
    String message =
        manners.serverFinal().replace("{v}", Base64.getEncoder().encodeToString(signature));
    last = ServerMechanism.Step.accepted(user);
    return ServerMechanism.Step.challenge(message.getBytes(UTF_8));
  }

  private ServerMechanism.Step refused(String failure) {
    last = ServerMechanism.Step.refused();
    return manners.explains()
        ? ServerMechanism.Step.challenge(("e=" + failure).getBytes(UTF_8))
        : last;
  }

  private boolean isProof(byte[] salted, byte[] proof) {
    byte[] stored = hash.hash(hash.hmac(salted, "Client Key"));
    byte[] key = hash.hmac(stored, authMessage);
    if (proof.length != key.length) {
      return false;
    }
    ScramHash.xor(key, proof);
    return Arrays.equals(hash.hash(key), stored);
  }

  private String bindingFailure(String gs2, byte[] given) {
    byte[] data = new byte[0];
    if (gs2.startsWith("p=")) {
      String type = gs2.substring(2, gs2.indexOf(','));
      byte[] ours =
          manners.bindings().contains(type) ? ScramChannel.binding(type, connection) : null;
      if (!plus || ours == null) {
        return "unsupported-channel-binding-type";
      }
      data = ours;
    } else if (plus || (gs2.startsWith("y") && !manners.bindings().isEmpty())) {
      return "server-does-support-channel-binding";
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(gs2.getBytes(UTF_8));
    expected.writeBytes(data);
    return Arrays.equals(expected.toByteArray(), given) ? "" : "channel-bindings-dont-match";
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
