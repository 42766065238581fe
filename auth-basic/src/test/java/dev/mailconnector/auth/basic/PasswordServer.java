package dev.mailconnector.auth.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.testkit.ServerMechanism;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of PLAIN with an authorization identity, LOGIN, and CRAM-MD5. */
final class PasswordServer {
  static final byte[] CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>".getBytes(UTF_8);

  private PasswordServer() {}

  /** The mechanism, for one user with this password. */
  static ServerMechanism of(PasswordMechanism mechanism, String user, String password) {
    return switch (mechanism) {
      case PLAIN -> plain("", user, password);
      case LOGIN -> login("Username:", "Password:", user, password);
      case CRAM_MD5 -> cramMd5(CHALLENGE, user, password);
      default -> throw new IllegalArgumentException(mechanism.saslName());
    };
  }

  static ServerMechanism plain(String authorizationIdentity, String user, String password) {
    String expected = authorizationIdentity + "\0" + user + "\0" + password;
    return new Scripted(
        "PLAIN",
        () ->
            response ->
                response == null
                    ? ServerMechanism.Step.challenge(new byte[0])
                    : verdict(new String(response, UTF_8).equals(expected), user));
  }

  /** With these prompts, in base64 where they begin with a letter, else as they stand after it. */
  static ServerMechanism login(String first, String second, String user, String password) {
    return new Scripted(
        "LOGIN",
        () -> {
          AtomicReference<String> name = new AtomicReference<>();
          return response -> {
            if (response == null) {
              return prompt(first);
            }
            String text = new String(response, UTF_8);
            if (name.get() == null) {
              name.set(text);
              return prompt(second);
            }
            return verdict(name.get().equals(user) && text.equals(password), user);
          };
        });
  }

  private static ServerMechanism.Step prompt(String text) {
    return text.startsWith("334 ")
        ? new ServerMechanism.Step.Text(text.substring("334 ".length()))
        : ServerMechanism.Step.challenge(text.getBytes(UTF_8));
  }

  static ServerMechanism cramMd5(byte[] challenge, String user, String password) {
    return new Scripted(
        "CRAM-MD5",
        () ->
            response ->
                response == null
                    ? ServerMechanism.Step.challenge(challenge)
                    : verdict(
                        new String(response, UTF_8)
                            .equals(user + " " + digest(password, challenge)),
                        user));
  }

  private static String digest(String password, byte[] challenge) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(challenge));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ServerMechanism.Step verdict(boolean letIn, String user) {
    return letIn
        ? ServerMechanism.Step.accepted(user)
        : ServerMechanism.Step.refused("535 5.7.8 Authentication credentials invalid");
  }

  /** A mechanism by its exchanges. */
  record Scripted(String name, Supplier<Exchange> exchanges) implements ServerMechanism {
    @Override
    public Exchange start(Context context) {
      return exchanges.get();
    }
  }
}
