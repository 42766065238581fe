package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.errors;
import static dev.mailconnector.config.Try.refused;
import static dev.mailconnector.config.Try.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.config.BadgeAuthenticationType.Badge;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
  private static final String PASSWORD = "auth: {password: '${env:M365_SECRET}'}";

  @TempDir private Path folder;

  @Test
  void login_neitherUserNorSecret_isNone() {
    assertThat(accepted("host: h.example").login()).isNull();
  }

  @Test
  void login_userAndSecret_isAPassword() {
    assertThat(accepted("host: h.example", "user: ann@example.com", PASSWORD).login())
        .hasToString("password login of ann@example.com");
  }

  @Test
  void login_explicitNone_acceptsAUserAsTheSender() {
    assertThat(accepted("host: h.example", "user: ann@example.com", "auth: {type: none}").login())
        .isNull();
    assertThat(accepted("host: h.example", "user: ann@example.com", "auth: {type: none}").from())
        .isEqualTo("ann@example.com");
  }

  @Test
  void from_default_isTheUserWhereItIsAnAddress() {
    assertThat(accepted("host: h.example", "user: ann@example.com", PASSWORD).from())
        .isEqualTo("ann@example.com");
    assertThat(accepted("host: h.example", "user: CORP\\ann", PASSWORD).from()).isNull();
    assertThat(
            accepted("host: h.example", "user: ann@example.com", "from: no@example.com", PASSWORD)
                .from())
        .isEqualTo("no@example.com");
  }

  @Test
  void login_userWithoutSecret_isRefused() {
    assertThat(refused("host: h.example", "user: ann"))
        .isEqualTo(
            "mail.yaml:4:11 accounts.a.user. A user without a secret. Add auth.password, or"
                + " auth.type for another login, or auth.type: none to send without logging in.");
  }

  @Test
  void login_userWithMisspeltSecret_isNamedByTheMisspeltKeyAlone() {
    assertThat(refused("host: h.example", "user: ann", "auth: {pasword: hunter2-S3cr3t}"))
        .isEqualTo(
            "mail.yaml:5:12 accounts.a.auth.pasword. Unknown key. Did you mean"
                + " accounts.a.auth.password?");
  }

  @Test
  void login_secretWithoutUser_isRefused() {
    assertThat(refused("host: h.example", PASSWORD))
        .isEqualTo(
            "mail.yaml:4:22 accounts.a.auth.password. A password without the user it belongs to."
                + " Add user.");
  }

  @Test
  void login_explicitPasswordWithoutItsParts_isRefused() {
    assertThat(refused("host: h.example", "user: ann", "auth: {type: password}"))
        .isEqualTo(
            "mail.yaml:5:18 accounts.a.auth.password. A login of this type needs a password.");
    assertThat(refused("host: h.example", "auth: {type: password, password: '${env:M365_SECRET}'}"))
        .isEqualTo("mail.yaml:2:3 accounts.a.user. A password needs the user it belongs to.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CORP\\ | type: ntlm, password: s3cret | mail.yaml:4:11 accounts.a.user: \"CORP\\\". There is a"
            + " domain, but no user in it.",
        "CORP\\ann | type: ntlm, password: s3cret, domain: OTHER | mail.yaml:5:50"
            + " accounts.a.auth.domain: \"OTHER\". The user names another domain, CORP",
        "ann | type: kerberos, password: s3cret, service-principal: a b | mail.yaml:5:65"
            + " accounts.a.auth.service-principal: \"a b\". It has a space",
        "CORP\\ann | type: kerberos, password: s3cret | mail.yaml:4:11 accounts.a.user: \"CORP\\ann\"."
            + " Kerberos knows no DOMAIN",
      })
  void login_nameThatCannotBe_isNamedByPlaceAndKey(String user, String auth, String problem) {
    assertThat(refused("host: h.example", "user: " + user, "auth: {" + auth + "}"))
        .startsWith(problem);
  }

  @Test
  void login_mechanismOfKerberos_mayBeNamed() {
    assertThat(accepted("host: h.example", "auth: {type: kerberos, mechanism: GSSAPI}").login())
        .hasToString(
            "Kerberos login of the owner of the ticket cache from the process' ticket" + " cache");
  }

  @Test
  void login_typeMissingButAKeyOfOneGiven_namesTheType() {
    assertThat(refused("host: h.example", "user: ann", "auth: {office: x}"))
        .isEqualTo(
            "mail.yaml:5:12 accounts.a.auth.type. The type of login is missing; auth.office belongs"
                + " to auth.type: badge.");
  }

  @Test
  void login_keyOfAnotherType_namesBoth() {
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {type: badge, office: x, password: hunter2-S3cr3t}"))
        .endsWith(
            "accounts.a.auth.password. This key belongs to auth.type: kerberos, ntlm or password, and this account"
                + " has auth.type: badge.");
    assertThat(
            refused("host: h.example", "user: ann", "auth: {type: none, password: hunter2-S3cr3t}"))
        .endsWith(
            "accounts.a.auth.password. Without a login there is no such key. Name the login:"
                + " auth.type: kerberos, ntlm or password.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pasword | Did you mean password?",
        "Password | Did you mean password?",
        "basic | The value must be none, badge"
      })
  void type_thatIsNotThere_isRefused(String type, String rule) {
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {type: " + type + ", password: x, domain: CORP}"))
        .startsWith("mail.yaml:5:18 accounts.a.auth.type: \"" + type + "\". ")
        .contains(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "NTLM_V, ''",
    "gssapi, kerberos",
    "scram, password",
    "cram-md5, password",
    "LOGIN, password",
    "xoauth2, oauth2"
  })
  void type_thatIsAMechanism_namesTheType(String type, String right) {
    String rule =
        refused("host: h.example", "user: ann", "auth: {type: " + type + ", password: x}");

    assertThat(rule).contains("accounts.a.auth.type: \"" + type + "\". ");
    if (right.isEmpty()) {
      assertThat(rule).contains("The value must be ");
    } else {
      assertThat(rule).contains("name of a mechanism").endsWith("the type is " + right + ".");
    }
  }

  @ParameterizedTest
  @CsvSource({"NTLM, ntlm", "GSSAPI, kerberos", "XOAUTH2, oauth2"})
  void mechanism_ofAnotherType_namesTheType(String mechanism, String type) {
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {mechanism: " + mechanism + ", password: '${env:M365_SECRET}'}"))
        .endsWith("This mechanism belongs to auth.type: " + type + ". Set that.");
  }

  @Test
  void mechanism_ofItsOwnType_isAccepted() {
    assertThat(
            accepted(
                    "host: h.example",
                    "user: ann@CORP.EXAMPLE",
                    "auth: {type: kerberos, mechanism: GSSAPI, password: '${env:M365_SECRET}'}")
                .login())
        .isNotNull();
  }

  @Test
  void kerberos_realmInLowerCase_isWarnedOf() {
    String auth = "auth: {type: kerberos, password: '${env:M365_SECRET}'}";

    assertThat(warnings(account("host: h.example", "user: ann@corp.example", auth)))
        .singleElement()
        .asString()
        .contains("accounts.a.user: \"ann@corp.example\". ", "CORP.EXAMPLE.");
    assertThat(warnings(account("host: h.example", "user: ann@CORP.EXAMPLE", auth))).isEmpty();
    assertThat(warnings(account("host: h.example", "user: ann", auth))).isEmpty();
  }

  @Test
  void ntlm_principalAndDomain_isWarnedOfAtTheDomain() {
    assertThat(
            warnings(
                account(
                    "host: h.example",
                    "user: ann@corp.example",
                    "auth: {type: ntlm, domain: CORP, password: '${env:M365_SECRET}'}")))
        .singleElement()
        .asString()
        .contains("accounts.a.auth.domain: \"CORP\". user is a user principal name");
  }

  @Test
  void mechanism_forced_isTakenOrRefusedWithTheChoices() {
    assertThat(
            accepted(
                    "host: h.example",
                    "user: ann",
                    "auth: {mechanism: LOGIN, password: '${env:M365_SECRET}'}")
                .login())
        .isNotNull();
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {mechanism: plain, password: '${env:M365_SECRET}'}"))
        .contains("accounts.a.auth.mechanism: \"plain\". The value must be ", "CRAM-MD5")
        .endsWith("Did you mean PLAIN?");
  }

  @Test
  void type_everyKindOfKey_reachesIt() throws IOException {
    Path photo = Files.writeString(folder.resolve("photo"), "x");

    Badge badge =
        (Badge)
            accepted(
                    "preset: gmail",
                    "user: ann",
                    "auth:",
                    "  type: badge",
                    "  office: ${env:REGION}",
                    "  chip: ${env:M365_SECRET}",
                    "  photo: " + photo,
                    "  registry: https://registry.example/x",
                    "  holder: {name: Ann}",
                    "  visitor: true")
                .login();

    assertThat(badge.user()).isEqualTo("ann");
    assertThat(badge.office()).isEqualTo("eu");
    assertThat(badge.chip().read()).isEqualTo(Secret.of(Try.SECRET));
    assertThat(badge.photo()).isEqualTo(photo);
    assertThat(badge.registry()).isEqualTo("https://registry.example/x");
    assertThat(badge.holder()).isEqualTo("Ann");
    assertThat(badge.colour()).as("default").isEqualTo("green");
    assertThat(badge.visitor()).isEqualTo("true");
    assertThat(badge.tokenService()).as("from the preset").isEqualTo("google");
    assertThat(badge.tokenServiceSet()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "colour: blue | auth.colour: \"blue\". The value must be red or green.",
        "visitor: maybe | auth.visitor: \"maybe\". The value must be true or false.",
        "photo: /no/such | auth.photo: \"/no/such\". The file /no/such does not exist, or this"
            + " process may not look into its folder. Create it, or correct its path.",
        "photo: / | auth.photo: \"/\". / is no file. Correct its path.",
        "registry: http://registry.example | auth.registry: \"http://registry.example\". Only https"
            + " is allowed",
        "registry: registry.example | auth.registry: \"registry.example\". An absolute URL is"
            + " needed",
        "registry: ftp://registry.example | auth.registry: \"ftp://registry.example\". An absolute"
            + " URL is needed",
        "registry: 'https://a b' | auth.registry: \"https://a b\". This is no URL: it has"
            + " characters",
        "registry: https://ann:hunter2-S3cr3t@registry.example | auth.registry. A URL must not"
            + " carry a user name or a password",
        "office: nowhere | auth.office: \"nowhere\". That is no office.",
        "office: abroad | auth. Badge: \"abroad\". Badges do not travel.",
        "holder: Ann | auth.holder. This is a section, not a value; its keys are name.",
        "holder.name: Ann | auth.holder.name. A dot does not nest here. Write holder: and below it"
            + " name:.",
      })
  void type_valueThatBreaksARule_isNamedByPlaceAndKey(String line, String rule) {
    String office = line.startsWith("office") ? "" : "office: x, ";
    assertThat(
            errors(
                account(
                    "host: h.example",
                    "user: ann",
                    "auth: {type: badge, " + office + "'x': 1}".replace("'x': 1", line))))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:5:")
        .contains(" accounts.a." + rule);
  }

  @Test
  void url_toThisMachine_needsNoTls() {
    assertThat(
            accepted(
                "host: h.example",
                "user: a",
                "auth: {type: badge, office: x, registry: 'http://127.0.0.1:8080/t'}"))
        .isNotNull();
    assertThat(
            accepted(
                "host: h.example",
                "user: a",
                "auth: {type: badge, office: x, registry: 'http://[::1]:8080/t'}"))
        .isNotNull();
  }

  @Test
  void type_missingKey_isNamedAtTheAccount() {
    assertThat(refused("host: h.example", "user: ann", "auth: {type: badge}"))
        .isEqualTo("mail.yaml:5:18 accounts.a.auth.office. A badge is issued somewhere.");
  }

  @Test
  void login_overAnUnencryptedLine_needsThePermission() {
    assertThat(refused("host: h.example", "tls: none", "user: ann", PASSWORD))
        .startsWith(
            "mail.yaml:4:10 accounts.a.tls: \"none\". The login would cross the line unencrypted"
                + " and is refused.")
        .endsWith("set allow-cleartext-credentials: true.");
    assertThat(
            accepted(
                    "host: h.example",
                    "tls: none",
                    "allow-cleartext-credentials: true",
                    "user: ann",
                    PASSWORD)
                .cleartextCredentialsAllowed())
        .isTrue();
    assertThat(warnings(account("host: h.example", "tls: none"))).isEmpty();
  }
}
