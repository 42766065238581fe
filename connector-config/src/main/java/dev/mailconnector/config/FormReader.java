package dev.mailconnector.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialect#FORM}: what stands in the fields of a settings page, one {@code Name: value} in a
 * line. Capitals and blanks in a name do not matter; a value is taken to the end of its line.
 */
final class FormReader implements DialectReader {
  static final String PORT = "SMTP Port";
  static final String ENCRYPTION = "Encryption Type";
  static final String SECURE = "Secure";
  static final String START_TLS_AUTO = "Start TLS Auto";

  private static final String HOST = "SMTP Host";
  private static final String SERVER = "SMTP Server";
  private static final String DOMAIN = "Domain";
  private static final String USER = "SMTP Username";
  private static final String PASSWORD = "SMTP Password";
  private static final String AUTHENTICATION = "Authentication Type";
  private static final String VERIFY_MODE = "OpenSSL Verify Mode";
  private static final String USUAL_PORT = "25";

  private static final List<ForeignKey> KEYS =
      List.of(
          ForeignKey.taken(HOST, "`host`."),
          ForeignKey.taken(PORT, "`port`; 25."),
          ForeignKey.taken(DOMAIN, "`ehlo-name`."),
          ForeignKey.taken(
              ENCRYPTION,
              "`None`; `SSL`: `tls: implicit`; `STARTTLS`: `starttls`; `TLS`: by the port."),
          ForeignKey.taken(SECURE, "`true`: `tls: implicit`; `false`: `starttls` on 587."),
          ForeignKey.taken(USER, "`user`; no login where it and the password are empty."),
          ForeignKey.taken(PASSWORD, "`auth.password`."),
          ForeignKey.taken(
              AUTHENTICATION, "`None`: no login; `Login`, `Plain`, `CRAM-MD5`: `auth.mechanism`."),
          ForeignKey.taken(VERIFY_MODE, "`VERIFY_NONE`: `trust.verify: none`; the others: `full`."),
          ForeignKey.taken(
              START_TLS_AUTO, "With `None`: `starttls-if-offered`; with a password `starttls`."),
          ForeignKey.taken(SERVER, "As `SMTP Host`."));

  /** The names there are, and of each the one that stands for it here. */
  private static final Map<String, String> NAMES = names();

  private static final Map<String, String> MECHANISMS =
      Map.of("login", "LOGIN", "plain", "PLAIN", "crammd5", "CRAM-MD5");

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    KEYS.forEach(key -> names.put(key.name(), key.name().equals(SERVER) ? HOST : key.name()));
    return Collections.unmodifiableMap(names);
  }

  @Override
  public Raw.Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    ForeignSettings fields = new FormFields(name, NAMES, problems).read(text);
    Origin origin = new Origin(name, 1, 1);
    DialectAccount account = new DialectAccount("the form's program", ACCOUNT, origin, problems);
    Raw.Text given = fields.take(PORT);
    Raw.Text port = given == null ? new Raw.Text(origin.called(PORT), USUAL_PORT, true) : given;
    account.set("host", fields.take(HOST));
    account.set("port", port);
    account.requireHost(HOST);
    account.set("ehlo-name", fields.take(DOMAIN));
    login(account, fields, problems);
    new FormEncryption(fields, problems).encrypt(account, port);
    OpenSslVerifyMode.set(account, fields.take(VERIFY_MODE), problems);
    return account.tree();
  }

  private static void login(DialectAccount account, ForeignSettings fields, Problems problems) {
    Raw.Text user = fields.take(USER);
    Raw.Text password = fields.take(PASSWORD);
    Raw.Text type = fields.take(AUTHENTICATION);
    String word = type == null ? null : Spelling.plain(String.valueOf(type.text()));
    if (type != null && "none".equals(word)) {
      account.noLogin(type);
      if (user != null || password != null) {
        problems.warning(
            type.origin(),
            "",
            type.text(),
            "So there is no login, and " + USER + " and " + PASSWORD + " are not used.");
      }
      return;
    }
    if (type != null
        && !mechanism(account, type, word, user != null || password != null, problems)) {
      return;
    }
    account.login(user, USER, password, PASSWORD);
  }

  /** Forces the mechanism; false where a problem says why there is none. */
  private static boolean mechanism(
      DialectAccount account,
      Raw.Text type,
      @Nullable String word,
      boolean given,
      Problems problems) {
    String mechanism = MECHANISMS.get(word);
    String rule = null;
    if (mechanism == null) {
      String meant =
          Spelling.nearest(
              String.valueOf(type.text()), List.of("None", "Login", "Plain", "CRAM-MD5"));
      rule =
          "The types are None, Login, Plain and CRAM-MD5."
              + (meant == null ? "" : " Did you mean " + meant + "?");
    } else if (!given) {
      rule =
          "A login is asked for, and there is none. Give "
              + USER
              + " and "
              + PASSWORD
              + ", or write "
              + AUTHENTICATION
              + ": None to send without a login.";
    }
    if (mechanism == null || rule != null) {
      problems.error(type.origin(), "", type.text(), String.valueOf(rule));
      return false;
    }
    account.set(Model.AUTH_MECHANISM, type, mechanism);
    return true;
  }

  @Override
  public List<ForeignKey> keys() {
    return KEYS;
  }
}
