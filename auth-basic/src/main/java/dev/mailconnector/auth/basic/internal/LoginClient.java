package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.AnswersWords;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.security.sasl.SaslException;

/**
 * One login by LOGIN. The user answers the first prompt and the password the second, whatever they
 * say and whether it is base64: servers write {@code Username:}, {@code User Name} with a NUL
 * behind it, or nothing at all. One thing is not done: a prompt that asks for a user name does not
 * get the password, since servers write user names into their logs.
 */
final class LoginClient extends PasswordClient implements AnswersWords {
  private static final Set<String> USER_NAMES = Set.of("login", "name", "account", "email");

  private final byte[] user;
  private final byte[] password;
  private int given;

  /** Takes the password over, to wipe it. */
  LoginClient(byte[] user, byte[] password) {
    super("LOGIN", false);
    this.user = user;
    this.password = password;
  }

  @Override
  byte[] answer(byte[] prompt) throws SaslException {
    if (given == 1 && asksForUser(prompt)) {
      throw new SaslException(
          "the server asks for the user name where the password is due, and might keep what it gets"
              + " in its log");
    }
    given++;
    return given == 1 ? user : password.clone();
  }

  @Override
  public byte[] answerWords(String words) throws SaslException {
    return evaluateChallenge(words.getBytes(UTF_8));
  }

  private static boolean asksForUser(byte[] prompt) {
    String letters = new String(prompt, UTF_8).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
    return USER_NAMES.contains(letters)
        || (letters.startsWith("user") && !letters.contains("pass"));
  }

  @Override
  public boolean isComplete() {
    return given == 2;
  }

  @Override
  void wipe() {
    Arrays.fill(password, (byte) 0);
  }
}
