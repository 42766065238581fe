package dev.mailconnector;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.internal.AddressPattern;
import dev.mailconnector.internal.AsciiDomain;
import dev.mailconnector.internal.DomainPattern;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsClientCertificate;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way to send mail: a server, a login, and the limits that go with them. Immutable and
 * thread-safe; holds no connection and no thread, a {@link MailConnector} gives it those.
 *
 * <p>Login identity, header From and envelope sender are three settings: the login belongs to
 * {@link Builder#login}, {@link Builder#from} fills in a missing From, {@link Builder#envelopeFrom}
 * is where bounces go.
 */
public final class Account {
  private final String name;
  private final SmtpEndpoint endpoint;
  private final @Nullable CredentialProviderFactory login;
  private final boolean cleartextCredentialsAllowed;
  private final @Nullable String ehloName;
  private final @Nullable String from;
  private final @Nullable String envelopeFrom;
  private final List<String> allowedFrom;
  private final List<String> allowedRecipientDomains;
  private final @Nullable String redirectAllTo;
  private final int recipientsPerMessage;
  private final Trust trust;
  private final @Nullable String serverName;
  private final @Nullable TlsClientCertificate tlsClientCertificate;
  private final @Nullable ProxyServer proxy;
  private final PoolSettings pool;
  private final Timeouts timeouts;
  private final TransactionLevel transactionLevel;
  private final int window;
  private final boolean allOrNothing;
  private final int memoryLimit;

  private Account(Builder builder) {
    this.name = builder.name;
    this.endpoint = builder.endpoint;
    this.login = builder.login;
    this.cleartextCredentialsAllowed = builder.cleartextCredentialsAllowed;
    this.ehloName = builder.ehloName;
    this.from = builder.from;
    this.envelopeFrom = builder.envelopeFrom;
    this.allowedFrom = builder.allowedFrom;
    this.allowedRecipientDomains = builder.allowedRecipientDomains;
    this.redirectAllTo = builder.redirectAllTo;
    this.recipientsPerMessage = builder.recipientsPerMessage;
    this.trust = builder.trust;
    this.serverName = builder.serverName;
    this.tlsClientCertificate = builder.tlsClientCertificate;
    this.proxy = builder.proxy;
    this.pool = builder.pool;
    this.timeouts = builder.timeouts;
    this.transactionLevel = builder.transactionLevel;
    this.window = builder.window;
    this.allOrNothing = builder.allOrNothing;
    this.memoryLimit = builder.memoryLimit;
  }

  /**
   * Starts an account of this name at this server; without {@link Builder#login} it sends without
   * logging in.
   */
  public static Builder builder(String name, SmtpEndpoint endpoint) {
    return new Builder(name, endpoint);
  }

  /** Starts an account of this name at a public provider, with the limits that it sets. */
  public static Builder builder(String name, ProviderPreset preset) {
    return new Builder(name, preset.endpoint())
        .pool(preset.pool())
        .window(preset.window())
        .recipientsPerMessage(preset.recipientsPerMessage());
  }

  /**
   * Starts an account of this name at an Exchange server of a company: port 587 with STARTTLS (465
   * is for the servers among themselves), connections of nine minutes, since Exchange ends one of
   * ten, busy or not ({@code ConnectionTimeout} of {@code Set-ReceiveConnector}), and one message
   * in flight at a time, since it takes five a minute of one user as installed ({@code
   * MessageRateLimit}). Five connections, as everywhere: it allows twenty of one address ({@code
   * MaxInboundConnectionPerSource}). How to log in is another matter: NTLM, Kerberos, or a
   * password.
   */
  public static Builder exchangeServer(String name, String host) {
    return new Builder(name, SmtpEndpoint.submission(host))
        .pool(PoolSettings.defaults().withMaxAge(Duration.ofMinutes(9)))
        .window(1);
  }

  /** The name by which sends, events and failures call it. */
  public String name() {
    return name;
  }

  /** The server. */
  public SmtpEndpoint endpoint() {
    return endpoint;
  }

  /** How it logs in, or null for no login at all: then no AUTH is ever attempted. */
  public @Nullable CredentialProviderFactory login() {
    return login;
  }

  /** Whether a login over an unencrypted line is permitted. */
  public boolean cleartextCredentialsAllowed() {
    return cleartextCredentialsAllowed;
  }

  /**
   * What it calls itself in EHLO; null for the local host name where it is fully qualified, else
   * the address literal.
   */
  public @Nullable String ehloName() {
    return ehloName;
  }

  /** The From of messages that have none; null to refuse those. */
  public @Nullable String from() {
    return from;
  }

  /** The envelope sender; null to take {@link #from()}, else the message's From. */
  public @Nullable String envelopeFrom() {
    return envelopeFrom;
  }

  /** The addresses that From and the envelope sender may have; empty if they may have any. */
  public List<String> allowedFrom() {
    return allowedFrom;
  }

  /** The domains that it sends to; empty if it sends to all. */
  public List<String> allowedRecipientDomains() {
    return allowedRecipientDomains;
  }

  /** Who gets every message in place of its recipients, or null. */
  public @Nullable String redirectAllTo() {
    return redirectAllTo;
  }

  /** How many recipients a message may have; {@link Integer#MAX_VALUE} if there is no limit. */
  public int recipientsPerMessage() {
    return recipientsPerMessage;
  }

  /** Whom it trusts. */
  public Trust trust() {
    return trust;
  }

  /** The name that the server's certificate must have; null for that of the host. */
  public @Nullable String serverName() {
    return serverName;
  }

  /** The certificate that it shows to a server that asks for one, or null. */
  public @Nullable TlsClientCertificate tlsClientCertificate() {
    return tlsClientCertificate;
  }

  /** The proxy in front of the server, or null. */
  public @Nullable ProxyServer proxy() {
    return proxy;
  }

  /** How many connections, and for how long. */
  public PoolSettings pool() {
    return pool;
  }

  /** The limit of every wait. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** How much of a transaction may go out at once. */
  public TransactionLevel transactionLevel() {
    return transactionLevel;
  }

  /** How many messages of {@link MailConnector#sendAll} may be in flight on one connection. */
  public int window() {
    return window;
  }

  /** Whether nobody gets a message when one of its recipients is refused. */
  public boolean allOrNothing() {
    return allOrNothing;
  }

  /** How many bytes of a message are kept in memory; larger ones go through a file. */
  public int memoryLimit() {
    return memoryLimit;
  }

  @Override
  public String toString() {
    return "account " + name + " at " + endpoint;
  }

  /** Collects the settings of an account. Not thread-safe. */
  public static final class Builder {
    private static final int MIB = 1024 * 1024;

    private final String name;
    private SmtpEndpoint endpoint;
    private @Nullable CredentialProviderFactory login;
    private boolean cleartextCredentialsAllowed;
    private @Nullable String ehloName;
    private @Nullable String from;
    private @Nullable String envelopeFrom;
    private List<String> allowedFrom = List.of();
    private List<String> allowedRecipientDomains = List.of();
    private @Nullable String redirectAllTo;
    private int recipientsPerMessage = Integer.MAX_VALUE;
    private Trust trust = Trust.platform();
    private @Nullable String serverName;
    private @Nullable TlsClientCertificate tlsClientCertificate;
    private @Nullable ProxyServer proxy;
    private PoolSettings pool = PoolSettings.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private TransactionLevel transactionLevel = TransactionLevel.BDAT;
    private int window = 16;
    private boolean allOrNothing;
    private int memoryLimit = 4 * MIB;

    private Builder(String name, SmtpEndpoint endpoint) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}")) {
        throw ConfigurationException.of(
            "account name",
            name,
            "A name has 1 to 128 letters, digits and . _ @ + - and begins with a letter or digit.");
      }
      this.name = name;
      this.endpoint = endpoint;
    }

    /** Another server than the one that it was started with. */
    public Builder endpoint(SmtpEndpoint value) {
      this.endpoint = value;
      return this;
    }

    /**
     * How it logs in: {@code PasswordLogin}, {@code Microsoft365}, {@code Gmail}, ... Default: no
     * login.
     */
    public Builder login(CredentialProviderFactory value) {
      this.login = value;
      return this;
    }

    /**
     * Permits a login over an unencrypted line: anyone on the way can read the secret. Every
     * connection logs a warning. Only has an effect where TLS is {@code STARTTLS_IF_OFFERED} or
     * {@code NONE}.
     */
    public Builder dangerouslyAllowCleartextCredentials() {
      this.cleartextCredentialsAllowed = true;
      return this;
    }

    /**
     * What it calls itself in EHLO: a fully qualified name or an address literal (RFC 5321 section
     * 4.1.3). Default: the local host name where it is fully qualified, else the address literal.
     */
    public Builder ehloName(String value) {
      if (!value.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")) {
        throw ConfigurationException.of(
            "ehlo-name", value, "A domain name, or an address in brackets, is needed.");
      }
      this.ehloName = value;
      return this;
    }

    /** The From of messages that have none. Default: none, so those are refused. */
    public Builder from(String value) {
      this.from = address("from", value);
      return this;
    }

    /** The envelope sender, where bounces go. Default: {@link #from}, else the message's From. */
    public Builder envelopeFrom(String value) {
      this.envelopeFrom = address("envelope-from", value);
      return this;
    }

    /**
     * Refuses messages unless each address of their From, and the envelope sender, is one of these:
     * {@code robot@example.com}, {@code *@example.com}, {@code bounces+*@example.com}, {@code
     * *@*.example.com} for the domains below. Capitals make no difference, nor does the form of an
     * internationalised domain. The empty sender of a notification is allowed. Nothing of a refused
     * message is sent: {@link dev.mailconnector.failure.InvalidMessageException}. Default: any
     * address.
     */
    public Builder allowedFrom(String... patterns) {
      this.allowedFrom = patterns("allowed-from", patterns, AddressPattern::of);
      return this;
    }

    /**
     * Refuses messages with a recipient outside of these domains, for test environments: {@code
     * example.com}, or {@code *.example.com} for the domains below it. One recipient outside and
     * nobody gets the message: {@link dev.mailconnector.failure.InvalidMessageException}. With
     * {@link #redirectAllTo} the address named there must be inside, the others may be anywhere.
     * Default: all domains.
     */
    public Builder allowedRecipientDomains(String... domains) {
      this.allowedRecipientDomains =
          patterns("allowed-recipient-domains", domains, DomainPattern::of);
      return this;
    }

    /**
     * Sends every message to this address and to nobody else, for test environments; receipts and
     * events name it as the recipient. Header fields stay as they are, and {@code
     * X-Original-Recipients} is added: all recipients that the message would have had, those of Bcc
     * too, since nobody but this address reads it. Default: none, messages go to their recipients.
     */
    public Builder redirectAllTo(String value) {
      this.redirectAllTo = address("redirect-all-to", value);
      return this;
    }

    /**
     * Refuses messages with more recipients than this, before anything is sent: {@link
     * dev.mailconnector.failure.InvalidMessageException}. To, Cc and Bcc count together, each
     * address once, and with {@link #redirectAllTo} those that the message would have had. Default:
     * no limit but the server's.
     */
    public Builder recipientsPerMessage(int value) {
      if (value < 1) {
        throw ConfigurationException.of(
            "limits.recipients-per-message",
            String.valueOf(value),
            "A number of at least 1 is needed.");
      }
      this.recipientsPerMessage = value;
      return this;
    }

    /** Whom to trust. Default: the trust store of the Java runtime. */
    public Builder trust(Trust value) {
      this.trust = value;
      return this;
    }

    /**
     * The name that the server's certificate must have, and that is announced to it (SNI, RFC 6066
     * section 3), where it is not that of the host: a server that is reached by an address, or
     * through a tunnel. Default: the host of the endpoint.
     */
    public Builder serverName(String value) {
      this.serverName = hostName("trust.server-name", value);
      return this;
    }

    /**
     * The certificate to show to a server that asks for one, for relays that know their clients by
     * it. Where the trust is a {@link Trust#context}, the key belongs into that context instead.
     * Default: none.
     *
     * @throws ConfigurationException if its file has no key that can be used
     */
    public Builder tlsClientCertificate(TlsClientCertificate value) {
      value.check();
      this.tlsClientCertificate = value;
      return this;
    }

    /** A proxy in front of the server. Default: none. */
    public Builder proxy(ProxyServer value) {
      this.proxy = value;
      return this;
    }

    /**
     * How many connections, and for how long. Default: {@link PoolSettings#defaults()}, or what the
     * preset says. These settings replace the preset's; to change some of them see {@link
     * #pool(UnaryOperator)}.
     */
    public Builder pool(PoolSettings value) {
      this.pool = value;
      return this;
    }

    /**
     * Changes what is set so far, the preset's limits where it was started with one: {@code
     * pool(pool -> pool.withKeepWarm(1))}.
     */
    public Builder pool(UnaryOperator<PoolSettings> change) {
      return pool(change.apply(pool));
    }

    /** The limit of every wait. Default: {@link Timeouts#defaults()}. */
    public Builder timeouts(Timeouts value) {
      this.timeouts = value;
      return this;
    }

    /**
     * How much of a transaction may go out at once. Default: everything that the server can take;
     * lower it for a server that announces what it cannot do and does not say so.
     */
    public Builder transactionLevel(TransactionLevel value) {
      this.transactionLevel = value;
      return this;
    }

    /**
     * How many messages of {@link MailConnector#sendAll} may be in flight on one connection, where
     * the server takes a message in one flight. Default 16, and 1 for a preset that limits the
     * rate; 1 sends each when the one before it has its reply. When the line breaks, as many are in
     * doubt.
     */
    public Builder window(int value) {
      if (value < 1 || value > 256) {
        throw ConfigurationException.of(
            "transaction.window", String.valueOf(value), "A number from 1 to 256 is needed.");
      }
      this.window = value;
      return this;
    }

    /**
     * Whether nobody gets a message when one of its recipients is refused, unless {@link
     * SendOptions#allOrNothing} says otherwise. Default {@code false}: those that the server takes
     * get it, and the refused ones are reported. It costs a round trip for messages to several.
     */
    public Builder allOrNothing(boolean value) {
      this.allOrNothing = value;
      return this;
    }

    /**
     * How many bytes of a message are kept in memory while it is sent; a larger one goes through a
     * temporary file, or straight from its own ({@link RawMessage#of(java.nio.file.Path)}). From 0
     * to 1 GiB, default 4 MiB. Each send under way may need as much.
     */
    public Builder memoryLimit(int bytes) {
      if (bytes < 0 || bytes > 1024 * MIB) {
        throw ConfigurationException.of(
            "transaction.memory-limit",
            String.valueOf(bytes),
            "A size of at most 1 GiB is needed.");
      }
      this.memoryLimit = bytes;
      return this;
    }

    /**
     * The account.
     *
     * @throws ConfigurationException if more is to be kept warm than may be open, or an address of
     *     its own is none that it allows, or a certificate is to have a name and nobody checks it,
     *     or a client certificate could not be shown
     */
    public Account build() {
      // Each may be set before the other, so only the account as a whole can be checked.
      if (pool.keepWarm() > pool.maxConnections()) {
        throw ConfigurationException.of(
            "pool.keep-warm",
            String.valueOf(pool.keepWarm()),
            "No more than limits.connections (" + pool.maxConnections() + ") can be kept open.");
      }
      if (serverName != null && trust == Trust.None.INSTANCE) {
        throw ConfigurationException.of(
            "trust.server-name",
            serverName,
            "With trust.verify: none no name is checked. Remove one of the two.");
      }
      if (tlsClientCertificate != null && trust instanceof Trust.Context) {
        throw ConfigurationException.of(
            "tls-client-certificate.file",
            tlsClientCertificate.keyFile().path().toString(),
            "The trust of this account is an SSLContext, which brings its own keys. Put the key"
                + " into it, or choose another trust.");
      }
      if (tlsClientCertificate != null && endpoint.tls() == TlsMode.NONE) {
        throw ConfigurationException.of(
            "tls-client-certificate.file",
            tlsClientCertificate.keyFile().path().toString(),
            "With tls: none there is no handshake to show it in. Set tls: starttls, or remove it.");
      }
      if (!allowedFrom.isEmpty()) {
        Predicate<String> isAllowed = AddressPattern.anyOf(allowedFrom);
        checkAllowed("from", from, isAllowed, "allowed-from", allowedFrom);
        checkAllowed("envelope-from", envelopeFrom, isAllowed, "allowed-from", allowedFrom);
      }
      if (!allowedRecipientDomains.isEmpty()) {
        checkAllowed(
            "redirect-all-to",
            redirectAllTo,
            DomainPattern.anyOf(allowedRecipientDomains),
            "allowed-recipient-domains",
            allowedRecipientDomains);
      }
      return new Account(this);
    }

    private static void checkAllowed(
        String key,
        @Nullable String address,
        Predicate<String> isAllowed,
        String rule,
        List<String> allowed) {
      if (address != null && !isAllowed.test(address)) {
        throw ConfigurationException.of(
            key,
            address,
            address
                + " is outside of "
                + rule
                + " ("
                + String.join(", ", allowed)
                + "). Name another, or add it there.");
      }
    }

    private static List<String> patterns(String key, String[] patterns, Consumer<String> reader) {
      if (patterns.length == 0) {
        throw ConfigurationException.of(
            key, null, "None is named, so nothing could be sent. Name one, or leave it out.");
      }
      for (String pattern : patterns) {
        try {
          reader.accept(pattern);
        } catch (IllegalArgumentException none) {
          throw ConfigurationException.of(key, pattern, String.valueOf(none.getMessage()));
        }
      }
      return List.of(patterns);
    }

    private static String hostName(String key, String value) {
      try {
        String ascii = AsciiDomain.of(value);
        if (ascii.matches("[A-Za-z0-9._:-]{1,255}")) {
          return ascii;
        }
      } catch (IllegalArgumentException none) {
        throw ConfigurationException.of(key, value, String.valueOf(none.getMessage()));
      }
      throw ConfigurationException.of(key, value, "A host name or address is needed.");
    }

    private static String address(String key, String value) {
      if (!value.matches("[^\\s<>\\p{Cntrl}]+@[^\\s<>@\\p{Cntrl}]+")) {
        throw ConfigurationException.of(
            key, value, "A bare address such as robot@example.com is needed.");
      }
      return value;
    }
  }
}
