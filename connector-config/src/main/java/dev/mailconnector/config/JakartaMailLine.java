package dev.mailconnector.config;

import dev.mailconnector.transport.TlsMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Server, encryption and trust that Jakarta Mail's properties mean. Used once. */
final class JakartaMailLine {
  private static final String DEFAULT_PORT = "25";
  private static final String DEFAULT_TLS_PORT = "465";
  private static final Set<String> TLS_FACTORIES =
      Set.of(
          "javax.net.ssl.SSLSocketFactory",
          "sun.security.ssl.SSLSocketFactoryImpl",
          "com.sun.net.ssl.internal.ssl.SSLSocketFactoryImpl",
          "com.sun.mail.util.MailSSLSocketFactory",
          "org.eclipse.angus.mail.util.MailSSLSocketFactory");

  private static final Set<String> PLAIN_FACTORIES =
      Set.of("javax.net.SocketFactory", "javax.net.DefaultSocketFactory");

  private static final Set<String> SPOKEN = Set.of("TLSv1.2", "TLSv1.3");

  private final JakartaMailOptions.Words words;
  private final ForeignSettings given;
  private final Problems problems;

  JakartaMailLine(JakartaMailOptions.Words words, ForeignSettings given, Problems problems) {
    this.words = words;
    this.given = given;
    this.problems = problems;
  }

  /** To be called after the login. */
  void read(DialectAccount account, Origin origin, Raw.@Nullable Text smtps) {
    Raw.Text host = given.takeFirst("smtp.host", "host");
    account.set("host", host);
    Raw.Text enabled = given.takeIfTrue("smtp.ssl.enable");
    Raw.Text implicit = smtps == null ? enabled : smtps;
    Raw.Text port = given.take("smtp.port");
    Raw.Text factoryPort = given.take("smtp.socketFactory.port");
    Raw.Text tlsPort = given.take("smtp.ssl.socketFactory.port");
    Raw.Text tlsFactory = factory("smtp.ssl.socketFactory.class");
    Raw.Text factory = factory("smtp.socketFactory.class");
    fallback(account, factory);
    if (implicit != null && tlsFactory != null) {
      port = tlsPort == null ? port : tlsPort;
    } else if (factory != null) {
      implicit = implicit == null ? factory : implicit;
      port = factoryPort == null ? port : factoryPort;
    }
    Raw.Text required = given.takeIfTrue("smtp.starttls.required");
    ForeignSettings.Flag offered = given.takeFlag("smtp.starttls.enable");
    if (implicit != null) {
      account.line(TlsMode.IMPLICIT, implicit);
    } else if (required != null) {
      account.line(TlsMode.STARTTLS, required);
    } else if (offered != null && offered.on()) {
      account.line(TlsMode.STARTTLS_IF_OFFERED, offered.written());
    } else {
      account.line(TlsMode.NONE, offered == null ? null : offered.written());
    }
    if (port != null) {
      account.set("port", port);
    } else {
      String usual = implicit == null ? DEFAULT_PORT : DEFAULT_TLS_PORT;
      account.set("port", origin.called(words.port()), usual);
    }
    trust(account, host);
    protocols();
  }

  /** A class that is TLS, or null. One of the program's own cannot be loaded here. */
  private Raw.@Nullable Text factory(String key) {
    Raw.Text named = given.take(key);
    if (named == null) {
      return null;
    }
    String type = String.valueOf(named.text()).strip();
    if (TLS_FACTORIES.contains(type)) {
      return named;
    }
    if (!PLAIN_FACTORIES.contains(type)) {
      problems.error(
          named.origin(),
          "",
          type,
          "This class is the program's own. If it is there to trust a certificate, name the"
              + " authority in trust.ca-file of our own form; if it is there for TLS,"
              + " mail.smtp.ssl.enable: true says that.");
    }
    return null;
  }

  private void fallback(DialectAccount account, Raw.@Nullable Text factory) {
    ForeignSettings.Flag fallback = given.takeFlag("smtp.socketFactory.fallback");
    boolean open = fallback == null || fallback.on();
    if (factory == null || !open || !account.hasPassword()) {
      return;
    }
    Raw.Text said = fallback == null ? factory : fallback.written();
    problems.warning(
        said.origin(),
        "",
        null,
        "Made safe: where TLS fails, "
            + words.program()
            + " would go on without it and send the password. Here TLS is required, and without it"
            + " nothing is sent.");
  }

  private void trust(DialectAccount account, Raw.@Nullable Text host) {
    Raw.Text trusted = given.take("smtp.ssl.trust");
    if (trusted == null) {
      return;
    }
    String server = host == null ? "" : String.valueOf(host.text());
    List<String> hosts = List.of(String.valueOf(trusted.text()).strip().split("\\s+"));
    if (!hosts.contains("*") && !hosts.contains(server)) {
      problems.warning(
          trusted.origin(),
          "",
          trusted.text(),
          "This host is not in the list, so its certificate is checked in full.");
    } else {
      account.set("trust.verify", trusted, "none");
    }
  }

  private void protocols() {
    Raw.Text protocols = given.take("smtp.ssl.protocols");
    if (protocols == null) {
      return;
    }
    List<String> names = List.of(String.valueOf(protocols.text()).strip().split("[\\s,]+"));
    if (names.stream().noneMatch(SPOKEN::contains)) {
      problems.error(
          protocols.origin(),
          "",
          protocols.text(),
          "Nothing older than TLS 1.2 is spoken here (RFC 8996, RFC 8997). If the server really has"
              + " nothing newer, it must be renewed first; otherwise remove this.");
    }
  }
}
