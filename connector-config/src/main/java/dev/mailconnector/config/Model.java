package dev.mailconnector.config;

import static dev.mailconnector.config.ValueKind.ADDRESS;
import static dev.mailconnector.config.ValueKind.COUNT;
import static dev.mailconnector.config.ValueKind.COUNT_OR_NONE;
import static dev.mailconnector.config.ValueKind.DURATION;
import static dev.mailconnector.config.ValueKind.FILE;
import static dev.mailconnector.config.ValueKind.FLAG;
import static dev.mailconnector.config.ValueKind.HOST;
import static dev.mailconnector.config.ValueKind.LIST;
import static dev.mailconnector.config.ValueKind.PORT;
import static dev.mailconnector.config.ValueKind.PROXY;
import static dev.mailconnector.config.ValueKind.SECRET;
import static dev.mailconnector.config.ValueKind.SIZE;
import static dev.mailconnector.config.ValueKind.TEXT;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every key there is. A key below {@code auth} other than {@code auth.type} is declared by the
 * authentication type that understands it. Validation and {@code docs/configuration.md} are both
 * made from these lists.
 */
final class Model {
  static final String DEFAULT_ACCOUNT = "default-account";
  static final String ACCOUNTS = "accounts";
  static final String AUTH_TYPE = "auth.type";
  static final String AUTH_MECHANISM = "auth.mechanism";
  static final String NO_LOGIN = "none";
  static final String REGION = "auth.region";

  static final List<String> TLS_MODES =
      List.of("implicit", "starttls", "starttls-if-offered", "none");

  /** Keys of the file itself, beside {@link #ACCOUNTS}. */
  static final List<Key> FILE_KEYS =
      List.of(
          Key.of(
              DEFAULT_ACCOUNT,
              TEXT,
              "the first account",
              "The account that sends a message for which none is named."));

  /** Keys of an account. */
  static final List<Key> ACCOUNT_KEYS =
      List.of(
          Key.choice(
              "preset",
              Preset.names(),
              null,
              "A provider's values for the other keys; each can be overridden."),
          Key.of("host", HOST, null, "The server. Needed unless a preset gives it."),
          Key.of("port", PORT, "465 for `tls: implicit`, else 587", "The server's port."),
          Key.choice(
              "tls",
              TLS_MODES,
              "`implicit` on ports 465 and 2465, else `starttls`",
              "When the line becomes encrypted: from the first byte, by STARTTLS or not at all,"
                  + " by STARTTLS where the server offers it, never."),
          Key.of(
              "allow-cleartext-credentials",
              FLAG,
              "false",
              "Permits a login over a line that is not encrypted; every connection then logs a"
                  + " warning."),
          Key.of(
              "ehlo-name",
              TEXT,
              "the local host name where it is fully qualified, else the address",
              "What the connector calls itself in EHLO."),
          Key.of("user", TEXT, null, "The login name, and what XOAUTH2 carries."),
          Key.of(
              "from",
              ADDRESS,
              "`user` where it is an address",
              "The From of messages that have none."),
          Key.of("envelope-from", ADDRESS, "`from`", "The envelope sender: where bounces go."),
          Key.of(
              "allowed-from",
              LIST,
              "any address",
              "What each address of From, and the envelope sender, must be: `robot@example.com`,"
                  + " `*@example.com`, `bounces+*@example.com`, `*@*.example.com` for the domains"
                  + " below. Other messages are refused before anything is sent."),
          Key.of(
              "allowed-recipient-domains",
              LIST,
              "all domains",
              "For test environments: a message with a recipient elsewhere is refused before anything"
                  + " is sent. `example.com`, or `*.example.com` for the domains below it."),
          Key.of(
              "redirect-all-to",
              ADDRESS,
              null,
              "For test environments: every message goes to this address alone, with its recipients"
                  + " (Bcc too) in the header field `X-Original-Recipients`."),
          Key.of(
              AUTH_TYPE,
              TEXT,
              "`none` without `user` and `auth.password`, `password` with both",
              "How to log in: `none`, or the name of an installed type. `none` accepts a `user`."),
          Key.choice(
              "trust.verify",
              List.of("full", "none"),
              "full",
              "Whether the server's certificate is checked. `none` is refused for the presets and"
                  + " servers of public providers."),
          Key.of("trust.ca-file", FILE, null, "Trust only the certificates in this PEM file."),
          Key.of(
              "trust.truststore", FILE, null, "Trust only the certificates in this PKCS#12 store."),
          Key.of("trust.password", SECRET, null, "The password of `trust.truststore`."),
          Key.of(
              "trust.pin-sha256",
              LIST,
              null,
              "Trust only a server with this public key (its SHA-256 in Base64, RFC 7469), whatever"
                  + " its certificate says; two while the key is being replaced."),
          Key.of(
              "trust.server-name",
              HOST,
              "`host`",
              "The name that the server's certificate must have, where it is not `host`: a server"
                  + " that is reached by an address or through a tunnel."),
          Key.of(
              "tls-client-certificate.file",
              FILE,
              null,
              "The certificate to show to a server that asks for one, with its private key: a PKCS#12"
                  + " store, or a PEM file with the key (PKCS#8), the certificate and those between it"
                  + " and the authority. Read again by the next connection when it has changed."),
          Key.of(
              "tls-client-certificate.password",
              SECRET,
              null,
              "The password of that store, or of the encrypted key in that PEM file."),
          Key.of(
              "tls-client-certificate.alias",
              TEXT,
              null,
              "The entry of that store; needed where it has several keys."),
          Key.of(
              "proxy.url",
              PROXY,
              null,
              "A proxy in front of the server: `socks5://host:1080` or `http://host:3128`."),
          Key.of("proxy.user", TEXT, null, "The login name at the proxy."),
          Key.of("proxy.password", SECRET, null, "The password at the proxy."),
          Key.of(
              "proxy.domain",
              TEXT,
              null,
              "The Windows domain of that user, for an `http://` proxy that wants NTLM (needs"
                  + " `mailconnector-auth-ntlm`); `proxy.user` may also be `DOMAIN\\user`."),
          Key.of("limits.connections", COUNT, "5", "The most connections open at one time."),
          Key.of(
              "limits.messages-per-connection",
              COUNT,
              "no limit",
              "A connection is closed after this many messages."),
          Key.of(
              "limits.recipients-per-message",
              COUNT,
              "no limit",
              "A message with more is refused before anything is sent; To, Cc and Bcc together."),
          Key.of("pool.idle-timeout", DURATION, "PT2M", "An idle connection is closed after this."),
          Key.of(
              "pool.max-age",
              DURATION,
              "PT30M",
              "A connection is closed at the latest this long after it was opened; while it is in use"
                  + " another takes its place up to a tenth earlier."),
          Key.of(
              "pool.retire-with-credential",
              FLAG,
              "true",
              "Whether a connection is closed when the token that opened it expires; while it is in"
                  + " use another takes its place before that."),
          Key.of(
              "pool.keep-warm",
              COUNT_OR_NONE,
              "0",
              "So many connections are kept open from the first use on, however long they are idle;"
                  + " at most `limits.connections`."),
          Key.choice(
              "transaction.level",
              List.of("auto", "bdat", "pipelined", "plain"),
              "auto",
              "How much of a message may go out at once: everything that the server can take"
                  + " (`auto`, `bdat`), commands together, one command at a time."),
          Key.of(
              "transaction.all-or-nothing",
              FLAG,
              "false",
              "Whether nobody gets a message when one of its recipients is refused; a send may say"
                  + " otherwise."),
          Key.of(
              "transaction.window",
              COUNT,
              "16",
              "How many messages of a bulk send may be in flight on one connection, at most 256;"
                  + " when the line breaks, as many are in doubt. 1 for a preset that limits the"
                  + " rate."),
          Key.of(
              "transaction.memory-limit",
              SIZE,
              "4 MiB",
              "A message larger than this is sent from its file or through a temporary one; at most"
                  + " 1 GiB."),
          Key.of(
              "timeouts.connect",
              DURATION,
              "PT10S",
              "Name, TCP, proxy, and TLS where it comes first, together."),
          Key.of("timeouts.greeting", DURATION, "PT5M", "The server's greeting."),
          Key.of("timeouts.command", DURATION, "PT1M", "The reply to a command."),
          Key.of("timeouts.final-reply", DURATION, "PT10M", "The reply to the message itself."),
          Key.of("timeouts.borrow", DURATION, "PT30S", "Waiting for a free connection."),
          Key.of(
              "timeouts.token",
              DURATION,
              "PT30S",
              "Waiting for a token, or for the source of a password."),
          Key.of("timeouts.shutdown", DURATION, "PT30S", "What closing grants sends under way."));

  private static final String NOT_COUNTED =
      "Messages are not counted over time yet, so nothing would keep to this number. Remove it and"
          + " spread the messages in the application; what the server refuses for its own limits"
          + " fails with the advice RETRY_LATER and may be sent again.";

  /** Keys of the file that are refused until they do something, with the reason. */
  static final Map<String, String> FILE_KEYS_TO_COME =
      Map.of(
          "routes",
          "There are no routes yet: a send goes by one account. Remove them and let the application"
              + " name the next account (SendOptions.withAccount) when a failure's advice is to"
              + " retry; never after MAY_HAVE_BEEN_SENT.");

  /**
   * Keys (and whole sections) of an account that are refused until they do something, with the
   * reason.
   */
  static final Map<String, String> ACCOUNT_KEYS_TO_COME =
      inOrder(
          "limits.messages-per-minute",
          NOT_COUNTED + " limits.connections: 1 slows it down, too.",
          "limits.messages-per-day",
          NOT_COUNTED,
          "limits.recipients-per-day",
          NOT_COUNTED,
          "retry",
          "Nothing is sent a second time by itself yet. Remove the section and let the application's"
              + " own queue send again what failed with the advice RETRY_LATER, one second later,"
              + " then after pauses that double.");

  /**
   * Keys below {@code auth} of the whole contract; refused where no installed type declares them
   * yet.
   */
  static final List<String> AUTH_KEYS_TO_COME =
      List.of(
          "auth.mechanism",
          "auth.password",
          "auth.authorization-identity",
          "auth.user-is-password",
          "auth.secret-access-key",
          REGION,
          "auth.domain",
          "auth.workstation",
          "auth.channel-binding",
          "auth.keytab",
          "auth.ticket-cache",
          "auth.principal",
          "auth.service-principal",
          "auth.token-service",
          "auth.grant",
          "auth.tenant",
          "auth.authority",
          "auth.client-id",
          "auth.client-secret",
          "auth.client-certificate",
          "auth.client-assertion-file",
          "auth.refresh-token",
          "auth.token-store.file",
          "auth.token-store.key",
          "auth.keep-token",
          "auth.renewal",
          "auth.key-file",
          "auth.subject",
          "auth.impersonate",
          "auth.issuer",
          "auth.token-endpoint",
          "auth.scope",
          "auth.token-auth",
          "auth.assertion-algorithm",
          "auth.token-file",
          "auth.http-proxy.url",
          "auth.http-proxy.user",
          "auth.http-proxy.password",
          "auth.http-proxy.domain",
          "auth.http-proxy.engine");

  private static Map<String, String> inOrder(String... keysAndReasons) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < keysAndReasons.length; i += 2) {
      all.put(keysAndReasons[i], keysAndReasons[i + 1]);
    }
    return Collections.unmodifiableMap(all);
  }

  private Model() {}
}
