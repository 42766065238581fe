package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.refused;
import static dev.mailconnector.config.Try.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.config.BadgeAuthenticationType.Badge;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "smtp.${env:REGION}.example.com, smtp.eu.example.com",
    "${env:REGION:-us}.example.com, eu.example.com",
    "${env:MISSING:-us}.example.com, us.example.com",
    "${env:EMPTY:-us}.example.com, us.example.com",
    "${env:MISSING:-a:-b.example}, a:-b.example",
    "${env:REGION}${env:REGION}, eueu"
  })
  void text_withReferences_isPutTogether(String written, String meant) {
    assertThat(accepted("host: '" + written + "'").endpoint().host()).isEqualTo(meant);
  }

  @Test
  void text_escapedReference_meansItself() {
    assertThat(badge("auth: {type: badge, office: 'a $${env:REGION} $5 $', chip: x}").office())
        .isEqualTo("a ${env:REGION} $5 $");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${env:REGIO} | ${env:REGIO} | The environment variable REGIO is not set. Did you mean"
            + " REGION?",
        "${env:ZZZ} | ${env:ZZZ} | The environment variable ZZZ is not set.",
        "${env:EMPTY} | | The value is empty. Give one, or remove the key.",
        "${REGION} | ${REGION} | ${...} needs a scheme and a reference: ${env:NAME} or"
            + " ${file:/path}. Write $${ where ${ itself is meant. Did you mean ${env:REGION}?",
        "${env:REGION | ${env:REGION | A ${ is not closed by }. Write $${ where ${ itself is"
            + " meant.",
        "${vaul:x} | ${vaul:x} | No module resolves ${vaul:...}; known are env, file and vault. Did"
            + " you mean vault?",
        "${vault:none} | ${vault:none} | The vault has no such entry.",
        "${vault:sealed} | ${vault:sealed} | The vault is sealed. Unseal it.",
        "${file:/no/such/file} | ${file:/no/such/file} | The secret file /no/such/file does not"
            + " exist. Create it, or correct its path."
      })
  void reference_thatLeadsNowhere_isRefusedWithPlaceAndReason(
      String written, String shown, String rule) {
    assertThat(refused("host: '" + written + "'"))
        .isEqualTo(
            "mail.yaml:3:11 accounts.a.host: \"" + (shown == null ? "" : shown) + "\". " + rule);
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {type: badge, office: x, chip: '" + written + "'}"))
        .isEqualTo("mail.yaml:5:42 accounts.a.auth.chip. " + rule);
  }

  @Test
  void reference_valueFromTheEnvironmentThatBreaksARule_isShownAsItTookEffect() {
    assertThat(refused("host: h.example", "port: '${env:REGION}'"))
        .isEqualTo("mail.yaml:4:11 accounts.a.port: \"eu\". A port is a number from 1 to 65535.");
  }

  @Test
  void reference_valueFromAPlaceMadeForSecrets_isNeverShown() {
    assertThat(refused("host: h.example", "port: '${vault:mail}'"))
        .isEqualTo(
            "mail.yaml:4:11 accounts.a.port: \"${vault:mail}\". A port is a number from 1 to"
                + " 65535.");
  }

  @Test
  void secret_inAFile_isReadAgainAndLosesOneLineBreak() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "first word \n\n");
    SecretSource chip = chip("'${file:" + file + "}'");

    assertThat(chip.read()).isEqualTo(Secret.of("first word \n"));
    Files.writeString(file, "second\r\n");
    assertThat(chip.read()).isEqualTo(Secret.of("second"));
    Files.writeString(file, "pä ß");
    assertThat(chip.read()).isEqualTo(Secret.of("pä ß"));
    assertThat(chip).hasToString("the secret in " + file);

    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(chip::read)
        .isInstanceOf(CredentialException.class)
        .hasMessage("The secret file " + file + " is not UTF-8. Save it as UTF-8 text.");
    Files.write(file, new byte[65 * 1024]);
    assertThatThrownBy(chip::read).hasMessageContaining("is larger than 64 KiB");
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(chip::read).hasMessageContaining("cannot be read");
  }

  @Test
  void secret_ofSeveralPieces_isReadAgainAsAWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "one\n");
    SecretSource chip = chip("'${env:REGION}-${file:" + file + "}'");

    assertThat(chip.read()).isEqualTo(Secret.of("eu-one"));
    Files.writeString(file, "two\n");
    assertThat(chip.read()).isEqualTo(Secret.of("eu-two"));
    assertThat(chip.toString()).doesNotContain("two");
  }

  @Test
  void secret_fromAVault_isResolvedByThePlugIn() {
    assertThat(chip("'${vault:mail}'").read()).isEqualTo(Secret.of("fromTheVault77"));
  }

  @Test
  void secret_vaultDownForTheMoment_isNoReasonNotToStart() {
    SecretSource chip = chip("'${vault:down}'");

    assertThatThrownBy(chip::read).hasMessage("The vault does not answer. Wait.");
  }

  @Test
  void secret_emptyFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "\n");

    assertThat(refused("host: h.example", "user: ann", "auth: {password: '${file:" + file + "}'}"))
        .endsWith(" accounts.a.auth.password. The value is empty. Give one, or remove the key.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pencil \n", "pencil\n\n", " pencil", "pencil\r\n\r\n"})
  void secret_withBlanksAroundIt_drawsAWarningWithoutIt(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);

    assertThat(
            Try.warnings(
                Try.account(
                    "host: h.example", "user: ann", "auth: {password: '${file:" + file + "}'}")))
        .singleElement()
        .asString()
        .contains("accounts.a.auth.password. The secret begins or ends with a blank")
        .doesNotContain("pencil");
  }

  @Test
  void secret_withOneLineBreak_drawsNoWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "two words\n");

    assertThat(
            Try.warnings(
                Try.account(
                    "host: h.example", "user: ann", "auth: {password: '${file:" + file + "}'}")))
        .isEmpty();
  }

  @Test
  void secret_literal_drawsAWarningWithoutIt() {
    ConfigurationReport report =
        report(Try.account("host: h.example", "user: ann", "auth: {password: " + Try.SECRET + "}"));

    assertThat(report.errors()).isEmpty();
    assertThat(report.warnings())
        .singleElement()
        .hasToString(
            "mail.yaml:5:22 accounts.a.auth.password. The secret stands in the file itself, for"
                + " everybody who can read it. Keep it elsewhere: ${env:NAME} or ${file:/path}.");
  }

  @Test
  void path_relative_startsAtTheFolderOfTheFile() throws IOException {
    Files.writeString(folder.resolve("secret"), "word\n");
    Path file =
        Files.writeString(
            folder.resolve("mail.yaml"),
            Try.account(
                "host: h.example",
                "user: ann",
                "auth: {type: badge, office: x, photo: secret, chip: '${file:secret}'}"));

    Badge badge = (Badge) MailConfiguration.read(file).accounts().get(0).login();

    assertThat(badge.photo()).isEqualTo(folder.resolve("secret"));
    assertThat(badge.chip().read()).isEqualTo(Secret.of("word"));
  }

  private static SecretSource chip(String written) {
    return badge("auth: {type: badge, office: x, chip: " + written + "}").chip();
  }

  private static Badge badge(String auth) {
    return (Badge) accepted("host: h.example", "user: ann", auth).login();
  }
}
