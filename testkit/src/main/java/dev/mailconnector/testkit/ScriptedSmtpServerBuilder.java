package dev.mailconnector.testkit;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link ScriptedSmtpServer}. Not safe for use by several threads.
 *
 * <p>Without further settings: the manners of {@link SmtpProfile#POSTFIX}, STARTTLS (which needs a
 * {@linkplain #certificate certificate}), and nobody is let in.
 */
public final class ScriptedSmtpServerBuilder {
  private static final int AUTH_LINE_LIMIT = 512;
  private static final int AUTH_RESPONSE_LIMIT = 12_288;

  private final Accounts accounts = new Accounts();
  private final FaultTable faults = new FaultTable();
  private final ConcurrentHashMap<String, String> recipients = new ConcurrentHashMap<>();
  private final Map<String, ServerMechanism> ownMechanisms = new LinkedHashMap<>();
  private final EhloKeywords keywords = new EhloKeywords();
  private SmtpProfile profile = SmtpProfile.POSTFIX;
  private @Nullable ServerTls tls;
  private @Nullable TestCertificate certificate;
  private List<String> tlsProtocols = List.of();
  private List<X509Certificate> clientAuthorities = List.of();
  private @Nullable String greeting;
  private @Nullable List<String> mechanisms;
  private @Nullable Boolean loginRequired;
  private boolean dataWithoutRecipients;
  private int authLineLimit = AUTH_LINE_LIMIT;
  private int authResponseLimit = AUTH_RESPONSE_LIMIT;
  private Duration latency = Duration.ZERO;
  private InstantSource clock = InstantSource.system();

  ScriptedSmtpServerBuilder() {}

  /** The time that greetings with a date tell; default the system's. */
  public ScriptedSmtpServerBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** Whose manners the server has; default {@link SmtpProfile#POSTFIX}. */
  public ScriptedSmtpServerBuilder profile(SmtpProfile profile) {
    this.profile = profile;
    return this;
  }

  /**
   * How the server comes to TLS; default STARTTLS, but NONE with {@link SmtpProfile#PLAIN_RELAY}
   * and no certificate.
   */
  public ScriptedSmtpServerBuilder tls(ServerTls tls) {
    this.tls = tls;
    return this;
  }

  /** The certificate the server shows; see {@link TestAuthority#issue(String...)}. */
  public ScriptedSmtpServerBuilder certificate(TestCertificate certificate) {
    this.certificate = certificate;
    return this;
  }

  /** The TLS protocols the server takes, such as {@code TLSv1.2}; default: those of the JDK. */
  public ScriptedSmtpServerBuilder tlsProtocols(String... protocols) {
    this.tlsProtocols = List.of(protocols);
    return this;
  }

  /**
   * Demands a certificate of the client that one of these vouches for, or that is one of these;
   * without it there is no TLS. Default: asks for none.
   */
  public ScriptedSmtpServerBuilder demandClientCertificate(X509Certificate... authorities) {
    this.clientAuthorities = List.of(authorities);
    return this;
  }

  /** The greeting, with its 220; default: the profile's. */
  public ScriptedSmtpServerBuilder greeting(String line) {
    this.greeting = line;
    return this;
  }

  /**
   * Exactly these EHLO keywords, under TLS or, without any TLS, always. Before STARTTLS the same
   * are offered without AUTH and with STARTTLS, unless {@link #ehloBeforeTls} says otherwise. If no
   * AUTH is among them, none is offered; the single word AUTH stands for the mechanisms.
   */
  public ScriptedSmtpServerBuilder ehlo(String... keywords) {
    this.keywords.exactly(List.of(keywords));
    return this;
  }

  /** Exactly these EHLO keywords before STARTTLS. */
  public ScriptedSmtpServerBuilder ehloBeforeTls(String... keywords) {
    this.keywords.exactlyBeforeTls(List.of(keywords));
    return this;
  }

  /** Offers these keywords besides, such as {@code "SIZE 1000"}; the same keyword is replaced. */
  public ScriptedSmtpServerBuilder offer(String... keywords) {
    this.keywords.add(List.of(keywords));
    return this;
  }

  /**
   * Offers all but these keywords, such as {@code "PIPELINING"}; it does not understand them
   * either.
   */
  public ScriptedSmtpServerBuilder withhold(String... keywords) {
    this.keywords.withhold(List.of(keywords));
    return this;
  }

  /** The mechanisms offered, in this order; default: the profile's. */
  public ScriptedSmtpServerBuilder mechanisms(String... names) {
    this.mechanisms = List.of(names);
    return this;
  }

  /** A further mechanism, offered after the others; one of a known name replaces the built-in. */
  public ScriptedSmtpServerBuilder mechanism(ServerMechanism mechanism) {
    ownMechanisms.put(mechanism.name().toUpperCase(Locale.ROOT), mechanism);
    return this;
  }

  /** Lets in this user by PLAIN and LOGIN. */
  public ScriptedSmtpServerBuilder password(String user, String password) {
    accounts.password(user, password);
    return this;
  }

  /** Who is let in by XOAUTH2 and OAUTHBEARER; default: nobody. */
  public ScriptedSmtpServerBuilder tokens(TokenCheck check) {
    accounts.tokens(check);
    return this;
  }

  /** Whether MAIL needs a login; default: if any mechanism is offered. */
  public ScriptedSmtpServerBuilder loginRequired(boolean required) {
    this.loginRequired = required;
    return this;
  }

  /** RCPT with this address gets this reply, such as {@code 552 5.2.2 Mailbox full}. */
  public ScriptedSmtpServerBuilder recipient(String address, String reply) {
    recipients.put(address.toLowerCase(Locale.ROOT), reply);
    return this;
  }

  /**
   * Answers DATA by 354 even if every recipient was refused, and then refuses the content, as RFC
   * 2920, section 3.1 has it of some servers. Default: DATA is refused.
   */
  public ScriptedSmtpServerBuilder dataWithoutRecipients() {
    this.dataWithoutRecipients = true;
    return this;
  }

  /** Offers SIZE with this number of octets and refuses what is larger; default: the profile's. */
  public ScriptedSmtpServerBuilder sizeLimit(long octets) {
    return offer("SIZE " + octets);
  }

  /**
   * The longest AUTH command, in octets with CRLF; longer ones get {@code 500 5.5.2 Line too long}.
   * Default 512, the limit of RFC 4954, section 4. Real servers take up to 2048.
   */
  public ScriptedSmtpServerBuilder authLineLimit(int octets) {
    this.authLineLimit = octets;
    return this;
  }

  /**
   * The longest answer to a 334, in octets with CRLF; longer ones get {@code 500 5.5.6}. Default
   * 12288, which RFC 4954 calls sufficient.
   */
  public ScriptedSmtpServerBuilder authResponseLimit(int octets) {
    this.authResponseLimit = octets;
    return this;
  }

  /** This reply, verbatim, to every command with this verb; short for {@link #on}. */
  public ScriptedSmtpServerBuilder reply(String verb, String... lines) {
    return on(Trigger.command(verb), SmtpFault.reply(lines));
  }

  /** Places a fault from the start. */
  public ScriptedSmtpServerBuilder on(Trigger trigger, SmtpFault fault) {
    faults.place(trigger, fault);
    return this;
  }

  /**
   * Holds replies back for so long after the client's last octet, as a line with that round-trip
   * time does. What the client sends meanwhile belongs to the same flight, so it makes {@link
   * ReceivedMessage#roundTrips()} exact. Default zero.
   */
  public ScriptedSmtpServerBuilder latency(Duration roundTripTime) {
    this.latency = roundTripTime;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws IllegalStateException if TLS is asked for and there is no certificate
   */
  public ScriptedSmtpServer start() {
    return new ScriptedSmtpServer(script(), accounts, faults).listen();
  }

  private ServerScript script() {
    ProfileScript texts = ProfileScript.of(profile);
    ServerTls mode = tlsMode();
    List<String> names = new ArrayList<>(mechanisms == null ? texts.mechanisms() : mechanisms);
    ownMechanisms.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    List<String> underTls = keywords.underTls(texts, names);
    Map<String, ServerMechanism> able = new HashMap<>();
    StandardMechanisms.of(accounts, texts.tokenErrorJson()).forEach(m -> able.put(m.name(), m));
    able.putAll(ownMechanisms);
    boolean offersLogin = underTls.stream().anyMatch(line -> EhloKeywords.isFor("AUTH", line));
    return new ServerScript(
        greeting == null ? texts : texts.withGreeting(greeting),
        mode,
        certificate,
        tlsProtocols,
        clientAuthorities,
        underTls,
        keywords.beforeTls(texts, names),
        Map.copyOf(able),
        loginRequired == null ? offersLogin : loginRequired,
        dataWithoutRecipients,
        sizeOffered(underTls),
        authLineLimit,
        authResponseLimit,
        latency,
        clock,
        recipients);
  }

  private ServerTls tlsMode() {
    ServerTls mode = tls;
    if (mode == null) {
      boolean none = profile == SmtpProfile.PLAIN_RELAY && certificate == null;
      mode = none ? ServerTls.NONE : ServerTls.STARTTLS;
    }
    if (mode != ServerTls.NONE && certificate == null) {
      throw new IllegalStateException(
          "A server with TLS needs a certificate: .certificate(TestAuthority.create().issue()),"
              + " or .tls(ServerTls.NONE)");
    }
    return mode;
  }

  private static long sizeOffered(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("SIZE [1-9]\\d{0,17}"))
        .mapToLong(line -> Long.parseLong(line.substring(5)))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
