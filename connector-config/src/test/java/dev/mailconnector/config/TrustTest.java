package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.refused;
import static dev.mailconnector.config.Try.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.Trust;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  @TempDir private static Path folder;

  private static Path pem;
  private static Path store;
  private static Path garbage;

  @BeforeAll
  static void files() throws Exception {
    pem = AUTHORITY.writePem(folder);
    garbage = Files.writeString(folder.resolve("garbage"), "not a certificate\n");
    store = folder.resolve("trust.p12");
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    keyStore.load(null, null);
    keyStore.setCertificateEntry("ca", AUTHORITY.certificate());
    try (OutputStream out = Files.newOutputStream(store)) {
      keyStore.store(out, Try.SECRET.toCharArray());
    }
  }

  @Test
  void trust_byDefault_isThePlatforms() {
    assertThat(accepted("host: h.example").trust()).isEqualTo(Trust.platform());
    assertThat(accepted("host: h.example", "trust: {verify: full}").trust())
        .isEqualTo(Trust.platform());
  }

  @Test
  void trust_files_areTaken() {
    assertThat(accepted("host: h.example", "trust: {ca-file: " + pem + "}").trust())
        .isEqualTo(Trust.caFile(pem));
    assertThat(
            accepted(
                    "host: h.example",
                    "trust: {truststore: " + store + ", password: '${env:M365_SECRET}'}")
                .trust())
        .isEqualTo(Trust.truststore(store, Secret.of(Try.SECRET)));
  }

  @Test
  void trustFile_thatIsNone_isRefusedNowAndNotAtTheFirstSend() {
    assertThat(refused("host: h.example", "trust: {ca-file: /no/such.pem}"))
        .isEqualTo(
            "mail.yaml:4:22 accounts.a.trust.ca-file: \"/no/such.pem\". The file /no/such.pem does"
                + " not exist, or this process may not look into its folder. Create it, or correct"
                + " its path.");
    assertThat(refused("host: h.example", "trust: {ca-file: " + garbage + "}"))
        .startsWith("mail.yaml:4:22 accounts.a.trust.ca-file: \"" + garbage)
        .contains("The file has no");
    assertThat(refused("host: h.example", "trust: {truststore: " + garbage + "}"))
        .contains("it is no PKCS#12 store, or trust.password is not its password.");
  }

  @Test
  void truststore_withoutOrWithAWrongPassword_isRefused() {
    assertThat(
            refused(
                "host: h.example", "trust: {truststore: " + store + ", password: '${env:REGION}'}"))
        .contains("it is no PKCS#12 store, or trust.password is not its password.");
    assertThat(refused("host: h.example", "trust: {truststore: " + store + "}"))
        .endsWith("The store shows no certificate. Is trust.password missing?");
  }

  @Test
  void trust_contradictions_areRefused() {
    assertThat(
            refused(
                "host: h.example",
                "trust: {ca-file: "
                    + pem
                    + ", truststore: "
                    + store
                    + ", password: '${env:M365_SECRET}'}"))
        .endsWith("There is a trust.ca-file already. Keep one of the two.");
    assertThat(refused("host: h.example", "trust: {password: '${env:M365_SECRET}'}"))
        .endsWith("This is the password of trust.truststore, and there is none.");
    assertThat(refused("host: h.example", "trust: {verify: none, ca-file: " + pem + "}"))
        .endsWith("With trust.verify: none nothing is checked. Remove one of the two.");
  }

  @Test
  void pin_isTakenAlone() {
    String pin = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assertThat(accepted("host: h.example", "trust: {pin-sha256: " + pin + "}").trust())
        .isEqualTo(Trust.pin(pin));
    assertThat(
            accepted("host: h.example", "trust: {pin-sha256: [" + pin + ", " + pin + "]}").trust())
        .isEqualTo(Trust.pin(pin, pin));
    assertThat(refused("host: h.example", "trust: {pin-sha256: 'AB:CD'}"))
        .startsWith("mail.yaml:4:25 accounts.a.trust.pin-sha256: \"AB:CD\". A pin is the SHA-256");
    for (String other : new String[] {"verify: none", "ca-file: " + pem}) {
      assertThat(refused("host: h.example", "trust: {pin-sha256: " + pin + ", " + other + "}"))
          .endsWith("With a pin nothing else is checked. Remove it, or the other keys of trust.");
    }
  }

  @Test
  void pin_ofALineWithoutTls_isRefused() {
    assertThat(
            refused(
                "host: h.example",
                "tls: none",
                "trust: {pin-sha256: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}"))
        .endsWith(
            "With tls: none there is no certificate to look at. Set tls: starttls, or remove it.");
  }

  @Test
  void serverName_isTakenUnlessNobodyChecksIt() {
    assertThat(accepted("host: 10.0.0.7", "trust: {server-name: mail.h.example}").serverName())
        .isEqualTo("mail.h.example");
    assertThat(accepted("host: 10.0.0.7").serverName()).isNull();
    assertThat(refused("host: 10.0.0.7", "trust: {server-name: mail.h.example, verify: none}"))
        .isEqualTo(
            "mail.yaml:4:26 accounts.a.trust.server-name: \"mail.h.example\". With trust.verify:"
                + " none no name is checked. Remove one of the two.");
    assertThat(refused("host: 10.0.0.7", "trust: {server-name: 'smtp://h.example'}"))
        .contains("A host is a name or an address, not a URL");
  }

  @Test
  void verifyNone_ofAnOwnServer_warns() {
    assertThat(accepted("host: h.example", "trust: {verify: none}").trust())
        .isEqualTo(Trust.dangerouslyNone());
    assertThat(warnings(account("host: h.example", "trust: {verify: none}")))
        .containsExactly(
            "mail.yaml:4:21 accounts.a.trust.verify: \"none\". Anybody on the way can pose as this"
                + " server and read the login. Name the server's CA in trust.ca-file instead.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gmail", "microsoft365"})
  void verifyNone_ofAPublicProvider_isRefused(String preset) {
    assertThat(refused("preset: " + preset, "trust: {verify: none}"))
        .startsWith(
            "mail.yaml:4:21 accounts.a.trust.verify: \"none\". The servers of the preset " + preset)
        .endsWith("if a company proxy re-signs TLS, name its CA in trust.ca-file.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp.gmail.com",
        "SMTP.Office365.com",
        "smtp.gmail.com.",
        "email-smtp.eu-west-1.amazonaws.com"
      })
  void verifyNone_ofTheServerOfAPublicProvider_isRefusedWithoutItsPreset(String host) {
    assertThat(refused("host: " + host, "trust: {verify: none}"))
        .startsWith("mail.yaml:4:21 accounts.a.trust.verify: \"none\". The servers of the preset ");
    assertThat(refused("host: " + host, "preset: exchange-server", "trust: {verify: none}"))
        .contains("The servers of the preset ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NODEMAILER | {host: smtp.gmail.com, secure: true, tls: {rejectUnauthorized: false}}",
        "RAILS | address: smtp.gmail.com;tls: true;openssl_verify_mode: none",
        "FORM | SMTP Host: smtp.gmail.com;SMTP Port: 465;Encryption Type: SSL;"
            + "OpenSSL Verify Mode: VERIFY_NONE",
        "URL | smtps://smtp.gmail.com?tls.rejectUnauthorized=false",
        "JAKARTA_MAIL |"
            + " mail.smtp.host=smtp.gmail.com;mail.smtp.ssl.enable=true;mail.smtp.ssl.trust=*",
        "SPRING | spring.mail.host=smtp.gmail.com;spring.mail.properties.mail.smtp.ssl.trust=*",
        "THAND | providers: {a: {provider: email, config: {host: smtp.gmail.com, port: 465,"
            + " tls_skip_verify: true}}}"
      })
  void verifyNone_ofAPublicProvidersServer_isRefusedInEachDialect_andLeftOutOfAnImport(
      Dialect dialect, String lines) {
    String text = lines.replace(";", "\n");

    assertThat(MailConfiguration.check(text, "theirs", dialect, Map.of()).errors())
        .singleElement()
        .extracting(ConfigurationProblem::rule)
        .asString()
        .startsWith("The servers of the preset gmail have certificates that everybody can check");
    ConfigurationImport imported = ConfigurationImport.of(text, "theirs", dialect, Map.of());
    assertThat(imported.yaml())
        .doesNotContain(" verify: none")
        .contains("Made safe: as it stands, any");
  }
}
