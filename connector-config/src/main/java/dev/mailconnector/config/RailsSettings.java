package dev.mailconnector.config;

import static dev.mailconnector.config.ForeignKey.refused;
import static dev.mailconnector.config.ForeignKey.taken;
import static dev.mailconnector.config.ForeignKey.withoutEffect;

import dev.mailconnector.config.ForeignSettings.Flag;
import dev.mailconnector.transport.TlsMode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the settings mean to Ruby's mail library (2.8), and here. Used once. */
final class RailsSettings {
  private static final String PORT = "port";
  private static final String USUAL_PORT = "25";
  private static final String USER = "user_name";
  private static final String PASSWORD = "password";
  private static final String STARTTLS = "enable_starttls";
  private static final String STARTTLS_AUTO = "enable_starttls_auto";
  private static final Set<String> NO_LOGIN = Set.of("none", "false");

  /** Every setting that there is. */
  static final List<ForeignKey> KEYS =
      List.of(
          taken("address", "`host`."),
          taken(PORT, "`port`; 25."),
          taken("domain", "`ehlo-name`."),
          taken(USER, "`user`; no login where it and the password are empty."),
          taken(PASSWORD, "`auth.password`."),
          taken(
              "authentication",
              "`auth.mechanism`: `plain`, `login`, `cram_md5`; `none` is no login."),
          taken(
              STARTTLS,
              "`always` or `true`: `tls: starttls`; `auto`: `starttls-if-offered`; `false`: `none`."),
          taken(
              STARTTLS_AUTO,
              "`true`, or nothing said: `starttls-if-offered`; with a password `starttls`."),
          taken("tls", "`true`: `tls: implicit`."),
          taken("ssl", "The same."),
          taken("openssl_verify_mode", "`none`: `trust.verify: none`; every other: `full`."),
          taken("ca_file", "`trust.ca-file`."),
          taken("open_timeout", "`timeouts.connect`, in seconds."),
          taken("read_timeout", "`timeouts.command`, in seconds."),
          withoutEffect("return_response", "A receipt always has the reply."),
          refused("host", "Rails calls the server address."),
          refused("ca_path", "A folder of certificates is not read here. Name a file: ca_file."));

  private static final Map<String, String> MECHANISMS =
      Map.of("plain", "PLAIN", "login", "LOGIN", "cram_md5", "CRAM-MD5");

  private final ForeignSettings given;
  private final Problems problems;

  RailsSettings(ForeignSettings given, Problems problems) {
    this.given = given;
    this.problems = problems;
  }

  Raw.Section translate(Origin origin) {
    DialectAccount account = new DialectAccount("Rails", DialectReader.ACCOUNT, origin, problems);
    given.dispose(KEYS);
    given.refuseAllBut(ForeignKey.taken(KEYS));
    account.set("host", given.take("address"));
    Raw.Text port = given.take(PORT);
    account.set(PORT, port == null ? new Raw.Text(origin.called(PORT), USUAL_PORT, true) : port);
    account.set("ehlo-name", given.take("domain"));
    login(account);
    line(account);
    OpenSslVerifyMode.set(account, given.take("openssl_verify_mode"), problems);
    account.set("trust.ca-file", given.take("ca_file"));
    seconds(account, "timeouts.connect", given.take("open_timeout"));
    seconds(account, "timeouts.command", given.take("read_timeout"));
    account.requireHost("address");
    return account.tree();
  }

  private void login(DialectAccount account) {
    Raw.Text user = given.take(USER);
    Raw.Text password = given.take(PASSWORD);
    Raw.Text authentication = given.take("authentication");
    String word =
        authentication == null
            ? ""
            : String.valueOf(authentication.text()).strip().toLowerCase(Locale.ROOT);
    word = word.replaceFirst("^:", "").replace('-', '_');
    if (authentication != null && NO_LOGIN.contains(word)) {
      account.noLogin(authentication);
      return;
    }
    if (authentication != null) {
      mechanism(account, authentication, word, user != null && password != null);
    }
    account.login(user, USER, password, PASSWORD);
  }

  /** Without user and password Rails does not log in, whatever the mechanism. */
  private void mechanism(DialectAccount account, Raw.Text said, String word, boolean login) {
    String mechanism = MECHANISMS.get(word);
    if (mechanism != null) {
      if (login) {
        account.set(Model.AUTH_MECHANISM, said, mechanism);
      }
      return;
    }
    String meant = Spelling.nearest(word, MECHANISMS.keySet());
    problems.error(
        said.origin(),
        "",
        said.text(),
        word.equals("xoauth2")
            ? "Rails takes an access token as the password here, which ends within the hour. Write the"
                + " login in our own form: auth: {type: oauth2, ...}; tokens then renew themselves."
            : "For a password there are plain, login and cram_md5, and none for no login."
                + (meant == null ? "" : " Did you mean " + meant + "?"));
  }

  private void line(DialectAccount account) {
    Flag tls = given.takeFlag("tls");
    Flag ssl = given.takeFlag("ssl");
    Flag implicit = tls != null && tls.on() ? tls : ssl != null && ssl.on() ? ssl : null;
    Raw.Text starttls = given.take(STARTTLS);
    Flag auto = given.takeFlag(STARTTLS_AUTO);
    TlsMode wanted = starttls == null ? null : wanted(starttls);
    if (implicit != null) {
      if (starttls != null && wanted != TlsMode.NONE) {
        problems.error(
            starttls.origin(),
            "",
            starttls.text(),
            "This contradicts tls and ssl, and Rails refuses both at once. Keep tls: true where the"
                + " server expects TLS from the first byte (port 465), enable_starttls where it"
                + " begins in clear (port 587).");
      }
      if (auto != null && auto.on()) {
        problems.warning(
            auto.written().origin(),
            "",
            auto.written().text(),
            "The line is encrypted from the first byte, so there is no STARTTLS, and this is ignored;"
                + " Rails itself refuses both at once since mail 2.8.");
      }
      account.line(TlsMode.IMPLICIT, implicit.written());
    } else if (starttls != null && (wanted != TlsMode.NONE || auto == null)) {
      account.line(wanted == null ? TlsMode.STARTTLS : wanted, starttls);
    } else {
      boolean never = auto != null && !auto.on();
      account.line(
          never ? TlsMode.NONE : TlsMode.STARTTLS_IF_OFFERED, auto == null ? null : auto.written());
    }
  }

  /** What {@code enable_starttls} asks for; null where a problem says that it is nothing. */
  private @Nullable TlsMode wanted(Raw.Text starttls) {
    String word = String.valueOf(starttls.text()).strip().toLowerCase(Locale.ROOT);
    return switch (word.replaceFirst("^:", "")) {
      case "true", "always" -> TlsMode.STARTTLS;
      case "auto" -> TlsMode.STARTTLS_IF_OFFERED;
      case "false" -> TlsMode.NONE;
      default -> {
        problems.error(
            starttls.origin(),
            "",
            starttls.text(),
            "The value must be true, false, :always or :auto.");
        yield null;
      }
    };
  }

  private void seconds(DialectAccount account, String path, Raw.@Nullable Text written) {
    if (written == null) {
      return;
    }
    String text = String.valueOf(written.text());
    if (text.matches("\\d{1,6}(\\.\\d{1,3})?") && new BigDecimal(text).signum() > 0) {
      String milliseconds = new BigDecimal(text).movePointRight(3).toBigInteger() + "ms";
      account.set(path, written, milliseconds);
    } else {
      problems.error(written.origin(), "", text, "A number of seconds is needed.");
    }
  }
}
