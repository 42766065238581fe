package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsClientCertificate;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account of checked settings. The rules that the account's own parts enforce are left to
 * them; what they throw gets the place in the file.
 */
final class AccountAssembler {
  /**
   * Stands in for an endpoint that could not be made, so that the other rules are tried; no account
   * comes of it.
   */
  private static final SmtpEndpoint NOWHERE = SmtpEndpoint.submission("unusable.invalid");

  private static final String CERTIFICATE = "tls-client-certificate.";

  private final Settings settings;
  private final AuthenticationTypes types;
  private final References references;
  private final Problems problems;

  AccountAssembler(
      Settings settings, AuthenticationTypes types, References references, Problems problems) {
    this.settings = settings;
    this.types = types;
    this.references = references;
    this.problems = problems;
  }

  /** The account, or null if a problem says why there is none; every rule is tried all the same. */
  @Nullable Account assemble() {
    long before = problems.errors();
    Account.Builder builder = builder(new EndpointReader(settings, problems).read());
    fill(builder);
    CredentialProviderFactory login = settings.sound() ? login() : null;
    if (login != null) {
      builder.login(login);
    }
    Account account = built(builder);
    return settings.sound() && problems.errors() == before ? account : null;
  }

  private @Nullable Account built(Account.Builder builder) {
    try {
      return builder.build();
    } catch (ConfigurationException broken) {
      report(broken.key(), broken);
      return null;
    }
  }

  private Account.Builder builder(@Nullable SmtpEndpoint endpoint) {
    SmtpEndpoint given = endpoint == null ? NOWHERE : endpoint;
    try {
      return Account.builder(settings.account(), given);
    } catch (ConfigurationException broken) {
      problems.error(settings.origin(), Model.ACCOUNTS, settings.account(), broken.remedy());
      return Account.builder("unusable", given);
    }
  }

  private @Nullable CredentialProviderFactory login() {
    AuthenticationType type = types.named(settings.type());
    if (type == null) {
      return null;
    }
    LoginSettings login =
        new LoginSettings(settings, types.keysOf(type.name()), references, problems);
    try {
      return type.create(login);
    } catch (ConfigurationException broken) {
      problems.add(login.problem(broken));
      return null;
    }
  }

  private void fill(Account.Builder builder) {
    builder.trust(new TrustReader(settings, references, problems).read());
    set(builder, "trust.server-name", text -> text, Account.Builder::serverName);
    clientCertificate(builder);
    ProxyServer proxy = new ProxyReader(settings, problems).read();
    if (proxy != null) {
      builder.proxy(proxy);
    }
    if (settings.isTrue("allow-cleartext-credentials")) {
      builder.dangerouslyAllowCleartextCredentials();
    }
    set(builder, "ehlo-name", text -> text, Account.Builder::ehloName);
    set(builder, "from", text -> text, Account.Builder::from);
    set(builder, "envelope-from", text -> text, Account.Builder::envelopeFrom);
    set(builder, "redirect-all-to", text -> text, Account.Builder::redirectAllTo);
    setList(builder, "allowed-from", Account.Builder::allowedFrom);
    setList(builder, "allowed-recipient-domains", Account.Builder::allowedRecipientDomains);
    set(
        builder,
        "limits.recipients-per-message",
        Integer::valueOf,
        Account.Builder::recipientsPerMessage);
    set(builder, "transaction.level", AccountAssembler::level, Account.Builder::transactionLevel);
    set(builder, "transaction.window", Integer::valueOf, Account.Builder::window);
    set(builder, "transaction.all-or-nothing", Boolean::valueOf, Account.Builder::allOrNothing);
    set(builder, "transaction.memory-limit", AccountAssembler::size, Account.Builder::memoryLimit);
    fromTheUser(builder);
    builder.pool(pool());
    builder.timeouts(timeouts());
  }

  private void clientCertificate(Account.Builder builder) {
    String file = settings.text(CERTIFICATE + "file");
    SecretSource password = settings.secret(CERTIFICATE + "password");
    String alias = settings.text(CERTIFICATE + "alias");
    if (file == null) {
      String alone = password != null ? "password" : "alias";
      if (settings.sound() && (password != null || alias != null)) {
        problems.error(
            settings.origin(CERTIFICATE + alone),
            settings.full(CERTIFICATE + alone),
            settings.shown(CERTIFICATE + alone),
            "This belongs to a file, and there is none. Add " + CERTIFICATE + "file.");
      }
      return;
    }
    try {
      TlsClientCertificate certificate = TlsClientCertificate.file(references.path(file));
      certificate = password == null ? certificate : certificate.password(password);
      builder.tlsClientCertificate(alias == null ? certificate : certificate.alias(alias));
    } catch (ConfigurationException broken) {
      report(broken.key(), broken);
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
  }

  private void fromTheUser(Account.Builder builder) {
    String user = settings.text("user");
    if (user == null || settings.isGiven("from")) {
      return;
    }
    try {
      builder.from(user);
    } catch (ConfigurationException noAddress) {
      // A login name like CORP\svc-mail is no sender; messages then bring their own From.
    }
  }

  private PoolSettings pool() {
    PoolSettings pool = PoolSettings.defaults();
    pool = set(pool, "limits.connections", Integer::valueOf, PoolSettings::withMaxConnections);
    pool =
        set(
            pool,
            "limits.messages-per-connection",
            Integer::valueOf,
            PoolSettings::withMaxMessages);
    pool =
        set(pool, "pool.idle-timeout", AccountAssembler::duration, PoolSettings::withIdleTimeout);
    pool = set(pool, "pool.max-age", AccountAssembler::duration, PoolSettings::withMaxAge);
    pool =
        set(
            pool,
            "pool.retire-with-credential",
            Boolean::valueOf,
            PoolSettings::withRetireWithCredential);
    return set(pool, "pool.keep-warm", Integer::valueOf, PoolSettings::withKeepWarm);
  }

  private Timeouts timeouts() {
    Timeouts all = Timeouts.defaults();
    all = set(all, "timeouts.connect", AccountAssembler::duration, Timeouts::withConnect);
    all = set(all, "timeouts.greeting", AccountAssembler::duration, Timeouts::withGreeting);
    all = set(all, "timeouts.command", AccountAssembler::duration, Timeouts::withCommand);
    all = set(all, "timeouts.final-reply", AccountAssembler::duration, Timeouts::withFinalReply);
    all = set(all, "timeouts.borrow", AccountAssembler::duration, Timeouts::withBorrow);
    all = set(all, "timeouts.token", AccountAssembler::duration, Timeouts::withToken);
    return set(all, "timeouts.shutdown", AccountAssembler::duration, Timeouts::withShutdown);
  }

  private <T, V> T set(T target, String path, Function<String, V> parse, BiFunction<T, V, T> with) {
    String text = settings.text(path);
    if (text == null) {
      return target;
    }
    try {
      return with.apply(target, parse.apply(text));
    } catch (ConfigurationException broken) {
      report(path, broken);
      return target;
    }
  }

  private void setList(
      Account.Builder builder, String path, BiConsumer<Account.Builder, String[]> with) {
    String text = settings.text(path);
    if (text == null) {
      return;
    }
    try {
      with.accept(builder, list(text));
    } catch (ConfigurationException broken) {
      String shown = settings.shown(path);
      String item = broken.value();
      boolean showable = shown != null && item != null && shown.contains(item);
      problems.error(
          settings.origin(path), settings.full(path), showable ? item : shown, broken.remedy());
    }
  }

  private void report(String path, ConfigurationException broken) {
    problems.error(
        settings.origin(path), settings.full(path), settings.shown(path), broken.remedy());
  }

  private static TransactionLevel level(String word) {
    return word.equals("auto")
        ? TransactionLevel.BDAT
        : TransactionLevel.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String[] list(String text) {
    try {
      return ValueKind.list(text).toArray(String[]::new);
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
  }

  private static Duration duration(String text) {
    try {
      return ValueKind.duration(text);
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
  }

  /** More than an int can hold is too much in any case. */
  private static int size(String text) {
    try {
      return (int) Math.min(ValueKind.size(text), Integer.MAX_VALUE);
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
  }
}
