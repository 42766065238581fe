package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.reply.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String SECRET = "AHJvYm90AGdlaGVpbQ==";

  @Test
  void apply_quotedLine_showsNoSecret() {
    SmtpReply reply =
        SmtpReply.of(500, List.of("5.5.1 Unknown: \"AUTH PLAIN " + SECRET + "\"", "bye"));

    assertThat(of("AUTH PLAIN " + SECRET).apply(reply).text())
        .isEqualTo("500 5.5.1 Unknown: \"AUTH PLAIN ***\" | bye");
  }

  @Test
  void apply_quotationCutShortOrInUpperCase_showsNoSecret() {
    Redaction redaction = of(SECRET);

    assertThat(redaction.apply("bad line AHJvYm90AGdl...")).isEqualTo("bad line ***...");
    assertThat(redaction.apply("bad line AHJVYM90AGDLAGVPBQ==")).isEqualTo("bad line ***");
  }

  @Test
  void apply_shortSecret_isTakenOutAsAWord() {
    assertThat(of("YWJj").apply("500 YWJj? (YWJj) YWJjZA==")).isEqualTo("500 ***? (***) YWJjZA==");
  }

  @Test
  void apply_whatCameAfterTheLongestLineOfTheServer_showsNoSecret() {
    String rest = SECRET.substring(9);

    assertThat(of("AUTH PLAIN " + SECRET).apply("500 Unknown command " + rest))
        .isEqualTo("500 Unknown command ***");
  }

  @Test
  void apply_decodedSecret_isTakenOutButForTheLoginName() {
    assertThat(of(SECRET).apply("robot: \"geheim\" is wrong, robot, and geheimnis a word"))
        .isEqualTo("robot: \"***\" is wrong, robot, and geheimnis a word");
  }

  @Test
  void apply_tokenInAnswer_isTakenOutButForTheHost() {
    String response =
        "n,a=robot,\1host=smtp.example.com\1port=587\1auth=Bearer ya29.T0kenT0ken\1\1";
    String line = Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));

    assertThat(of(line).apply("535 smtp.example.com: invalid token ya29.T0kenT0ken of robot"))
        .isEqualTo("535 smtp.example.com: invalid token *** of robot");
  }

  @Test
  void and_keepsWhatItHid() {
    Redaction both = of(SECRET).and("c2Vjb25kIGxpbmU=", List.of());

    assertThat(both.apply(SECRET + " c2Vjb25kIGxpbmU=")).isEqualTo("*** ***");
  }

  private static Redaction of(String line) {
    return Redaction.NOTHING.and(line, List.of("robot", "smtp.example.com"));
  }

  @Test
  void apply_otherWords_areLeftAlone() {
    assertThat(of(SECRET).apply("5.7.8 no such user")).isEqualTo("5.7.8 no such user");
    assertThat(of("*").apply("5.7.0 aborted *")).isEqualTo("5.7.0 aborted *");
    assertThat(Redaction.NOTHING.apply("OAUTHBEARER")).isEqualTo("OAUTHBEARER");
  }
}
