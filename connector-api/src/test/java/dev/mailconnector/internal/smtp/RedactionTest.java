package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.reply.SmtpReply;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String SECRET = "AHJvYm90AGdlaGVpbQ==";

  @Test
  void apply_quotedLine_showsNoSecret() {
    SmtpReply reply =
        SmtpReply.of(500, List.of("5.5.1 Unknown: \"AUTH PLAIN " + SECRET + "\"", "bye"));

    assertThat(Redaction.of("AUTH PLAIN " + SECRET).apply(reply).text())
        .isEqualTo("500 5.5.1 Unknown: \"AUTH PLAIN ***\" | bye");
  }

  @Test
  void apply_quotationCutShortOrInUpperCase_showsNoSecret() {
    Redaction redaction = Redaction.of(SECRET);

    assertThat(redaction.apply("bad line AHJvYm90AGdl...")).isEqualTo("bad line ***...");
    assertThat(redaction.apply("bad line AHJVYM90AGDLAGVPBQ==")).isEqualTo("bad line ***");
  }

  @Test
  void apply_shortSecret_isTakenOutAsAWord() {
    assertThat(Redaction.of("YWJj").apply("500 YWJj? (YWJj) YWJjZA=="))
        .isEqualTo("500 ***? (***) YWJjZA==");
  }

  @Test
  void apply_otherWords_areLeftAlone() {
    assertThat(Redaction.of(SECRET).apply("5.7.8 no such user")).isEqualTo("5.7.8 no such user");
    assertThat(Redaction.of("*").apply("5.7.0 aborted *")).isEqualTo("5.7.0 aborted *");
    assertThat(Redaction.NOTHING.apply("OAUTHBEARER")).isEqualTo("OAUTHBEARER");
  }
}
