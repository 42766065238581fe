package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key and every word that the configuration was promised to have. The list is typed out here,
 * and not read from the model, so that a key that gets lost is noticed.
 */
class ContractKeysTest {
  /** What stands in docs/configuration.md, by its own test. */
  private static final String PAGE = new ReferencePage(ReferencePageTest.shippedTypes()).markdown();

  static Stream<String> keys() {
    return List.of(
            "default-account, accounts, routes",
            "preset, host, port, tls, allow-cleartext-credentials, ehlo-name",
            "user, from, envelope-from, allowed-from",
            "auth.type, auth.mechanism, auth.password",
            "auth.domain, auth.workstation, auth.channel-binding",
            "auth.token-service, auth.grant",
            "auth.tenant, auth.authority, auth.client-id, auth.client-secret",
            "auth.client-certificate.file, auth.client-certificate.password",
            "auth.client-certificate.alias, auth.client-assertion-file",
            "auth.refresh-token, auth.token-store.file, auth.token-store.key, auth.keep-token",
            "auth.key-file, auth.subject, auth.impersonate",
            "auth.issuer, auth.token-endpoint, auth.scope, auth.token-auth",
            "auth.assertion-algorithm, auth.token-file",
            "auth.http-proxy.url, auth.http-proxy.user, auth.http-proxy.password",
            "auth.http-proxy.domain",
            "trust.verify, trust.ca-file, trust.truststore, trust.password, trust.pin-sha256",
            "trust.server-name",
            "tls-client-certificate.file, tls-client-certificate.password",
            "tls-client-certificate.alias",
            "limits.connections, limits.messages-per-minute, limits.messages-per-day",
            "limits.recipients-per-day, limits.messages-per-connection",
            "limits.recipients-per-message",
            "pool.idle-timeout, pool.max-age, pool.keep-warm, pool.retire-with-credential",
            "transaction.level, transaction.all-or-nothing, transaction.window",
            "transaction.memory-limit",
            "timeouts.connect, timeouts.greeting, timeouts.command, timeouts.final-reply",
            "timeouts.borrow, timeouts.token, timeouts.shutdown",
            "retry",
            "proxy.url, proxy.user, proxy.password",
            "redirect-all-to, allowed-recipient-domains")
        .stream()
        .flatMap(line -> Stream.of(line.split(", ")));
  }

  static Stream<String> words() {
    return List.of(
            "implicit, starttls, starttls-if-offered, none, password, oauth2, ntlm, kerberos",
            "PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256, XOAUTH2, OAUTHBEARER, NTLM, GSSAPI",
            "auto, off, microsoft, google, generic",
            "client-credentials, refresh-token, service-account, managed-identity",
            "workload-identity, external, while-used, always",
            "basic, post, private-key-jwt, full, bdat, pipelined, plain",
            "PT2M, PT30M, PT10S, PT5M, PT1M, PT10M, PT30S, 4 MiB, 16, 5, 0, false, true",
            "microsoft365, microsoft365-gcc-high, microsoft365-china, microsoft-hve, outlook",
            "azure-communication-services, gmail, google-workspace-relay, exchange-server",
            "amazon-ses, sendgrid, mailgun, mailgun-eu, postmark, sparkpost, mailjet, brevo, yahoo",
            "aol, fastmail, zoho, icloud")
        .stream()
        .flatMap(line -> Stream.of(line.split(", ")));
  }

  @ParameterizedTest
  @MethodSource({"keys", "words"})
  void page_hasIt(String keyOrWord) {
    assertThat(PAGE).contains("`" + keyOrWord + "`");
  }

  @Test
  void contract_isTypedOutOnce() {
    assertThat(keys()).doesNotHaveDuplicates().hasSizeGreaterThan(80);
  }
}
