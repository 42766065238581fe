package dev.mailconnector.config;

import static dev.mailconnector.config.ForeignKey.taken;
import static dev.mailconnector.config.ForeignKey.withoutEffect;

import dev.mailconnector.transport.TlsMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of nodemailer's SMTP transport and what they mean. Other dialects bring theirs in
 * these terms. Used once.
 */
final class NodemailerOptions {
  private static final String NOTHING = "It has no meaning here.";
  private static final String JAVA = "The Java runtime chooses, from TLS 1.2 up.";

  /** Every option that there is. */
  static final List<ForeignKey> KEYS =
      List.of(
          taken("host", "`host`."),
          taken("port", "`port`; 465 for TLS from the first byte, else 587."),
          taken("secure", "`true`, or unset on port 465: `tls: implicit`."),
          taken("requireTLS", "`tls: starttls`."),
          taken("ignoreTLS", "`tls: none`; `starttls` with a password."),
          taken(
              "opportunisticTLS",
              "`tls: starttls-if-offered`, as where nothing is said; `starttls` with a password."),
          taken("auth.user", "`user`; no login where it and `auth.pass` are empty."),
          taken("auth.pass", "`auth.password`."),
          taken("auth.type", "`login`, or `NONE` for no login; `OAuth2` is refused."),
          taken(
              "authMethod",
              "`auth.mechanism`: `PLAIN`, `LOGIN`, `CRAM-MD5`; `NONE` is no login, on every port."),
          taken("tls.rejectUnauthorized", "`false`: `trust.verify: none`."),
          taken("tls.servername", "`trust.server-name`."),
          taken("service", "`preset`; host, port and TLS are then the service's."),
          taken("name", "`ehlo-name`."),
          taken("from", "`from`."),
          taken("pool", "Connections are pooled in any case."),
          taken("maxConnections", "`limits.connections`."),
          taken("maxMessages", "`limits.messages-per-connection`."),
          taken("connectionTimeout", "`timeouts.connect`, in milliseconds."),
          taken("greetingTimeout", "`timeouts.greeting`, in milliseconds."),
          taken("socketTimeout", "`timeouts.command`, in milliseconds."),
          withoutEffect("logger", NOTHING),
          withoutEffect("debug", NOTHING),
          withoutEffect("transactionLog", NOTHING),
          withoutEffect("disableFileAccess", NOTHING),
          withoutEffect("disableUrlAccess", NOTHING),
          withoutEffect("tls.ciphers", JAVA),
          withoutEffect("tls.minVersion", JAVA),
          withoutEffect("tls.maxVersion", JAVA));

  private static final Set<String> MECHANISMS = Set.of("PLAIN", "LOGIN", "CRAM-MD5");
  private static final String NO_LOGIN = "NONE";

  /**
   * What a dialect calls the things that problems speak of.
   *
   * @param program whose configuration it is
   * @param host the key of the server
   * @param user the key of the login name
   * @param password the key of the password
   */
  record Words(String program, String host, String user, String password) {}

  private final Words words;
  private final ForeignSettings given;
  private final Problems problems;

  NodemailerOptions(Words words, ForeignSettings given, Problems problems) {
    this.words = words;
    this.given = given;
    this.problems = problems;
  }

  /** The tree of our own configuration; what is not understood is refused by name. */
  Raw.Section translate(Origin origin) {
    DialectAccount account =
        new DialectAccount(words.program(), DialectReader.ACCOUNT, origin, problems);
    login(account);
    Raw.Text service = given.take("service");
    if (service == null) {
      server(account);
    } else {
      service(account, service);
    }
    trust(account);
    others(account);
    given.dispose(KEYS);
    given.refuseRest(ForeignKey.taken(KEYS));
    return account.tree();
  }

  private void login(DialectAccount account) {
    Raw.Text user = given.take("auth.user");
    Raw.Text password = given.take("auth.pass");
    Raw.Text auth = given.take("auth");
    if (auth != null && !is(auth, "false")) {
      problems.error(auth.origin(), "", null, "A section is needed: user and pass.");
    }
    Raw.Text type = given.take("auth.type");
    Raw.Text method = given.take("authMethod");
    if (type != null && is(type, "OAUTH2")) {
      oauth2(type);
    } else if (type != null && is(type, NO_LOGIN)) {
      account.noLogin(type);
    } else if (method != null && is(method, NO_LOGIN)) {
      account.noLogin(method);
    } else {
      if (type != null && !is(type, "LOGIN")) {
        refuse(type, "A login by user and password has the type login; others are not read.");
      }
      if (user != null && password != null && method != null) {
        mechanism(account, method);
      }
      account.login(user, words.user(), password, words.password());
    }
  }

  private void oauth2(Raw.Text type) {
    refuse(
        type,
        "Logins by OAuth2 are not read from here. Write them in our own form: auth: {type: oauth2,"
            + " ...}; tokens then renew themselves.");
    List.of("clientId", "clientSecret", "refreshToken", "accessToken", "accessUrl", "expires")
        .forEach(key -> given.take("auth." + key));
  }

  private void mechanism(DialectAccount account, Raw.Text method) {
    String word = String.valueOf(method.text()).strip().toUpperCase(Locale.ROOT);
    if (MECHANISMS.contains(word)) {
      account.set(Model.AUTH_MECHANISM, method, word);
    } else {
      refuse(method, "For a password there are PLAIN, LOGIN and CRAM-MD5, and NONE for no login.");
    }
  }

  private void server(DialectAccount account) {
    Raw.Text port = given.take("port");
    account.set("host", given.take("host"));
    account.set("port", port);
    account.requireHost(words.host());
    line(account, port);
  }

  private void line(DialectAccount account, Raw.@Nullable Text port) {
    ForeignSettings.Flag secure = given.takeFlag("secure");
    Raw.Text required = given.takeIfTrue("requireTLS");
    Raw.Text never = given.takeIfTrue("ignoreTLS");
    Raw.Text opportunistic = given.takeIfTrue("opportunisticTLS");
    if (secure != null && secure.on()) {
      account.line(TlsMode.IMPLICIT, secure.written());
    } else if (secure == null && port != null && is(port, "465")) {
      account.line(TlsMode.IMPLICIT, port);
    } else if (required != null) {
      contradiction(never);
      contradiction(opportunistic);
      account.line(TlsMode.STARTTLS, required);
    } else if (never != null) {
      account.line(TlsMode.NONE, never);
    } else {
      Raw.Text unsafe = secure == null ? opportunistic : secure.written();
      account.line(TlsMode.STARTTLS_IF_OFFERED, unsafe);
    }
  }

  private void contradiction(Raw.@Nullable Text weaker) {
    if (weaker != null) {
      problems.warning(
          weaker.origin(),
          "",
          weaker.text(),
          "Made safe: this contradicts requireTLS, and "
              + words.program()
              + " would go on without TLS. Here requireTLS counts (tls: starttls).");
    }
  }

  private void service(DialectAccount account, Raw.Text service) {
    NodemailerService known = NodemailerService.named(String.valueOf(service.text()));
    if (known == null) {
      refuse(
          service,
          "This service is not known here. Give host, port and secure in its place (nodemailer's"
              + " list of services has them).");
    } else {
      account.set("preset", service, known.preset());
      if (known.host() != null) {
        account.set("host", service, known.host());
      }
    }
    given.ignore(
        List.of("host", "port", "secure", "requireTLS", "ignoreTLS", "opportunisticTLS"),
        "The service tells host, port and TLS, so this is ignored.");
  }

  private void trust(DialectAccount account) {
    ForeignSettings.Flag checked = given.takeFlag("tls.rejectUnauthorized");
    Raw.Text name = given.take("tls.servername");
    if (checked == null || checked.on()) {
      account.set("trust.server-name", name);
      return;
    }
    account.set("trust.verify", checked.written(), "none");
    if (name != null) {
      problems.warning(
          name.origin(),
          "",
          name.text(),
          "With rejectUnauthorized: false no name is checked, so this is ignored.");
    }
  }

  private void others(DialectAccount account) {
    account.set("ehlo-name", given.take("name"));
    account.set("from", given.take("from"));
    // Connections are pooled in any case.
    given.takeFlag("pool");
    account.set("limits.connections", given.take("maxConnections"));
    account.set("limits.messages-per-connection", given.take("maxMessages"));
    milliseconds(account, "timeouts.connect", given.take("connectionTimeout"));
    milliseconds(account, "timeouts.greeting", given.take("greetingTimeout"));
    milliseconds(account, "timeouts.command", given.take("socketTimeout"));
  }

  private void milliseconds(DialectAccount account, String path, Raw.@Nullable Text written) {
    if (written == null) {
      return;
    }
    if (String.valueOf(written.text()).matches("[1-9]\\d{0,8}")) {
      account.set(path, written, written.text() + "ms");
    } else {
      problems.error(
          written.origin(), "", written.text(), "A whole number of milliseconds is needed.");
    }
  }

  private void refuse(Raw.Text text, String rule) {
    String written = String.valueOf(text.text());
    // Somebody may have pasted a URL with a login here.
    boolean showable = !written.contains("@") && !written.contains("://");
    problems.error(text.origin(), "", showable ? written : null, rule);
  }

  private static boolean is(Raw.Text text, String word) {
    return word.equalsIgnoreCase(String.valueOf(text.text()).strip());
  }
}
