package dev.mailconnector.config;

import static dev.mailconnector.config.Try.SECRET;
import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.refused;
import static dev.mailconnector.config.Try.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, 587, STARTTLS",
        "465, -, 465, IMPLICIT",
        "2465, -, 2465, IMPLICIT",
        "2525, -, 2525, STARTTLS",
        "-, implicit, 465, IMPLICIT",
        "-, starttls, 587, STARTTLS",
        "-, starttls-if-offered, 587, STARTTLS_IF_OFFERED",
        "-, none, 587, NONE",
        "465, starttls, 465, STARTTLS",
        "587, implicit, 587, IMPLICIT"
      })
  void portAndTls_followFromEachOther(
      String port, String tls, int expectedPort, TlsMode expectedTls) {
    assertThat(accepted(lines("host: h.example", port, tls)).endpoint())
        .isEqualTo(new SmtpEndpoint("h.example", expectedPort, expectedTls));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "microsoft365, -, -, smtp.office365.com, 587, STARTTLS",
        "gmail, -, -, smtp.gmail.com, 465, IMPLICIT",
        "gmail, 587, -, smtp.gmail.com, 587, STARTTLS",
        "gmail, -, starttls, smtp.gmail.com, 587, STARTTLS",
        "microsoft365, 2587, -, smtp.office365.com, 2587, STARTTLS"
      })
  void preset_portOrTlsOverridden_theOtherFollows(
      String preset, String port, String tls, String host, int expectedPort, TlsMode expectedTls) {
    assertThat(accepted(lines("preset: " + preset, port, tls)).endpoint())
        .isEqualTo(new SmtpEndpoint(host, expectedPort, expectedTls));
  }

  @ParameterizedTest
  @CsvSource({
    "465, starttls, servers expect TLS from the first byte",
    "2465, starttls-if-offered, servers expect TLS from the first byte",
    "587, implicit, servers begin in clear"
  })
  void portAndTls_thatDoNotFit_areWarnedOf(String port, String tls, String words) {
    assertThat(warnings(account("host: h.example", "port: " + port, "tls: " + tls)))
        .singleElement()
        .asString()
        .contains("accounts.a.port: \"" + port + "\". On this port " + words);
  }

  @ParameterizedTest
  @CsvSource({"465, implicit", "587, starttls", "2525, implicit", "24590, starttls"})
  void portAndTls_thatFitOrMay_areNotWarnedOf(String port, String tls) {
    assertThat(warnings(account("host: h.example", "port: " + port, "tls: " + tls))).isEmpty();
  }

  @Test
  void exchangeServer_portOfItsOwnKind_isWarnedOf() {
    assertThat(warnings(account("preset: exchange-server", "host: h.example", "port: 465")))
        .singleElement()
        .asString()
        .contains("this port for other Exchange servers");
  }

  @Test
  void exchangeServer_withoutHost_asksForOne() {
    assertThat(refused("preset: exchange-server"))
        .endsWith(
            "An account needs a host, and this preset is for servers of your own: give the name of yours.");
  }

  @Test
  void proxyUser_withASlash_isWarnedOf() {
    assertThat(
            warnings(
                account(
                    "host: h.example",
                    "proxy: {url: 'http://p.example:3128', user: CORP/svc, password: '${env:M365_SECRET}'}")))
        .singleElement()
        .asString()
        .contains("a backslash, not a slash");
  }

  @Test
  void preset_itsLimits_canBeOverridden() {
    Account preset = accepted("preset: microsoft365");
    assertThat(preset.pool().maxConnections()).isEqualTo(3);
    assertThat(preset.pool().maxAge()).isEqualTo(Duration.ofMinutes(9));

    Account own =
        accepted(
            "preset: microsoft365",
            "host: h.example",
            "limits: {connections: 2}",
            "pool: {max-age: 1m}");
    assertThat(own.pool().maxConnections()).isEqualTo(2);
    assertThat(own.pool().maxAge()).isEqualTo(Duration.ofMinutes(1));
    assertThat(own.endpoint().host()).isEqualTo("h.example");
  }

  @ParameterizedTest
  @CsvSource({"mircosoft365, microsoft365", "gmial, gmail"})
  void preset_misspelt_namesTheNearest(String written, String meant) {
    assertThat(refused("preset: " + written))
        .isEqualTo(
            "mail.yaml:3:13 accounts.a.preset: \""
                + written
                + "\". The value must be "
                + ValueKind.oneOf(Preset.names())
                + ". Did you mean "
                + meant
                + "?");
  }

  @Test
  void host_missing_isNamedAtTheAccount() {
    assertThat(refused("port: 587"))
        .isEqualTo(
            "mail.yaml:2:3 accounts.a.host. An account needs a host, or a preset that gives it"
                + " ("
                + ValueKind.oneOf(Preset.publicNames())
                + ").");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl, 465, implicit",
    "tls, 465, implicit",
    "tls, 587, starttls",
    "SSL, 2465, implicit",
    "tls, 2525, starttls"
  })
  void tls_wordThatProgramsDisagreeAbout_isExplainedByThePort(
      String word, String port, String meant) {
    assertThat(refused("host: h.example", "port: " + port, "tls: " + word))
        .isEqualTo(
            "mail.yaml:5:10 accounts.a.tls: \""
                + word
                + "\". Programs disagree about this word. Write implicit for TLS from the first"
                + " byte (port 465), or starttls for a line that is encrypted by the STARTTLS"
                + " command (port 587). With port "
                + port
                + " it is "
                + meant
                + ".");
  }

  @Test
  void tls_ambiguousWordWithoutPort_explainsBothReadings() {
    assertThat(refused("host: h.example", "tls: tls"))
        .endsWith("or starttls for a line that is encrypted by the STARTTLS command (port 587).");
    assertThat(refused("host: h.example", "tls: start-tls")).endsWith("Did you mean starttls?");
  }

  @Test
  void port25_withCredentialOrPublicPreset_warns() {
    String warning = "accounts.a.port: \"25\". Port 25 is for mail between servers";

    assertThat(warnings(account("host: h.example", "port: 25"))).isEmpty();
    assertThat(warnings(account("preset: gmail", "port: 25")))
        .singleElement()
        .asString()
        .contains(warning);
    assertThat(
            warnings(
                account(
                    "host: h.example",
                    "port: 25",
                    "user: ann",
                    "auth: {password: '${env:M365_SECRET}'}")))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:4:11 " + warning);
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://proxy.example, SOCKS5, proxy.example, 1080",
    "socks5://proxy.example:9050/, SOCKS5, proxy.example, 9050",
    "http://proxy.example:3128, HTTP, proxy.example, 3128",
    "'http://[2001:db8::1]:3128', HTTP, 2001:db8::1, 3128"
  })
  void proxy_url_isRead(String url, ProxyServer.Kind kind, String host, int port) {
    assertThat(accepted("host: h.example", "proxy: {url: '" + url + "'}").proxy())
        .isEqualTo(new ProxyServer(kind, host, port, null, null));
  }

  @Test
  void proxy_login_isKeptOutOfSight() {
    ProxyServer proxy =
        accepted(
                "host: h.example",
                "proxy: {url: 'socks5://p.example', user: ann, password: '${env:M365_SECRET}'}")
            .proxy();

    assertThat(proxy).hasToString("SOCKS5 proxy p.example:1080");
    assertThat(proxy.user()).isEqualTo("ann");
    assertThat(proxy.password().read().reveal()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "url: 'ftp://p.example' | url: \"ftp://p.example\". A proxy is socks5://host:port or"
            + " http://host:port.",
        "url: p.example | url: \"p.example\". A proxy is socks5://host:port or http://host:port.",
        "url: 'http://p.example' | url: \"http://p.example\". An HTTP proxy has no usual port. Add"
            + " it: http://host:3128.",
        "url: 'http://p.example:3128/x' | url: \"http://p.example:3128/x\". A proxy is"
            + " socks5://host:port or http://host:port, with nothing behind the port.",
        "url: 'mailto:ann' | url: \"mailto:ann\". A proxy is socks5://host:port or"
            + " http://host:port.",
        "url: 'http:p' | url: \"http:p\". A proxy is socks5://host:port or http://host:port",
        "url: 'socks5://ann:hunter2-S3cr3t@p.example' | url. The login at the proxy has keys of its"
            + " own: proxy.user and proxy.password.",
        "user: ann | user: \"ann\". A login at a proxy without the proxy. Add proxy.url.",
        "url: 'socks5://p.example', user: ann | user: \"ann\". proxy.user and proxy.password come"
            + " together, or not at all.",
        "url: 'socks5://p.example:99999' | url: \"socks5://p.example:99999\". A port is a number"
            + " from 1 to 65535.",
        "url: 'http://p.example:1', domain: CORP | domain: \"CORP\". A domain without the user in it."
            + " Add proxy.user.",
        "url: 'http://p.example:1', domain: CORP, user: 'X\\ann', password: '${env:M365_SECRET}' |"
            + " domain: \"CORP\". The user names a domain, too: leave one of them out.",
        "url: 'socks5://p.example', domain: CORP, user: ann, password: '${env:M365_SECRET}' |"
            + " url: \"socks5://p.example\". A domain is for http:// proxies",
        "password: '${env:M365_SECRET}' | password. A login at a proxy without the proxy. Add"
            + " proxy.url."
      })
  void proxy_thatCannotBe_isRefused(String keys, String rule) {
    assertThat(refused("host: h.example", "proxy: {" + keys + "}"))
        .startsWith("mail.yaml:4:")
        .contains(" accounts.a.proxy." + rule);
  }

  @Test
  void proxy_passwordVaultDown_isReadWhenItIsNeeded() {
    assertThat(
            accepted(
                    "host: h.example",
                    "proxy: {url: 'socks5://p.example', user: ann, password: '${vault:down}'}")
                .proxy())
        .isNotNull();
  }

  @Test
  void proxy_domain_becomesPartOfTheUser() {
    ProxyServer proxy =
        accepted(
                "host: h.example",
                "proxy: {url: 'http://p.example:1', user: ann, domain: CORP, password:"
                    + " '${env:M365_SECRET}'}")
            .proxy();

    assertThat(proxy).isNotNull();
    assertThat(proxy.user()).isEqualTo("CORP\\ann");
  }

  @Test
  void truststore_passwordVaultDown_isAProblemAndNotAnExceptionOfTheCheck() {
    assertThat(
            refused("host: h.example", "trust: {truststore: /dev/null, password: '${vault:down}'}"))
        .startsWith("mail.yaml:4:");
  }

  @Test
  void proxy_mistakes_areReportedBesideOthers() {
    assertThat(
            Try.errors(
                account(
                    "host: h.example", "port: x", "proxy: {url: 'ftp://p.example', user: ann}")))
        .hasSize(2)
        .last()
        .asString()
        .contains("A proxy is socks5://host:port or http://host:port.");
  }

  private static String[] lines(String first, String port, String tls) {
    return Stream.of(
            first, port == null ? null : "port: " + port, tls == null ? null : "tls: " + tls)
        .filter(line -> line != null)
        .toArray(String[]::new);
  }
}
