package dev.mailconnector.testkit;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How a server behaves, apart from its faults.
 *
 * @param texts the profile's texts, the greeting possibly replaced
 * @param tls how it comes to TLS
 * @param certificate what it shows, null with {@link ServerTls#NONE}
 * @param tlsProtocols the protocols it takes; empty for the JDK's default
 * @param clientAuthorities whose client certificates it demands; empty if it asks for none
 * @param keywords the EHLO keywords under TLS, or of every EHLO with {@link ServerTls#NONE}
 * @param keywordsBeforeTls the EHLO keywords before STARTTLS
 * @param mechanisms by name in upper case; those it can do, offered or not
 * @param loginRequired whether MAIL needs a login
 * @param dataWithoutRecipients whether DATA is answered by 354 though nobody would get the content
 * @param sizeLimit the most octets of a message
 * @param authLineLimit the most octets of an AUTH line, CRLF included
 * @param authResponseLimit the most octets of an answer to a 334, CRLF included
 * @param latency how long replies are held back
 * @param clock the time that its greeting tells
 * @param recipients replies for particular recipients, by address in lower case
 */
record ServerScript(
    ProfileScript texts,
    ServerTls tls,
    @Nullable TestCertificate certificate,
    List<String> tlsProtocols,
    List<X509Certificate> clientAuthorities,
    List<String> keywords,
    List<String> keywordsBeforeTls,
    Map<String, ServerMechanism> mechanisms,
    boolean loginRequired,
    boolean dataWithoutRecipients,
    long sizeLimit,
    int authLineLimit,
    int authResponseLimit,
    Duration latency,
    InstantSource clock,
    ConcurrentHashMap<String, String> recipients) {

  List<String> keywords(@Nullable SSLSession session) {
    return session == null && tls == ServerTls.STARTTLS ? keywordsBeforeTls : keywords;
  }

  boolean offers(String keyword, @Nullable SSLSession session) {
    return parameter(keyword, session) != null;
  }

  /** What follows a keyword, empty for nothing, null if it is not offered. */
  @Nullable String parameter(String keyword, @Nullable SSLSession session) {
    for (String line : keywords(session)) {
      if (line.equalsIgnoreCase(keyword)) {
        return "";
      }
      if (line.toUpperCase(Locale.ROOT).startsWith(keyword + " ")) {
        return line.substring(keyword.length() + 1);
      }
    }
    return null;
  }

  /** The mechanism, or null if it is not offered at this moment or nobody has written it. */
  @Nullable ServerMechanism offered(String name, @Nullable SSLSession session) {
    String offered = parameter("AUTH", session);
    boolean listed =
        offered != null && List.of(offered.toUpperCase(Locale.ROOT).split(" +")).contains(name);
    return listed ? mechanisms.get(name) : null;
  }
}
