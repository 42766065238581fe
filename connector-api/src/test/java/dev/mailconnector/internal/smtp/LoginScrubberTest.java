package dev.mailconnector.internal.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.reply.SmtpReply;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginScrubberTest {
  private static final String PLAIN = "\0robot\0geheim";

  private final LoginScrubber scrubber = new LoginScrubber("robot", "smtp.example.com");

  @Test
  void reply_thatQuotesTheLine_showsNoSecret() {
    sent(PLAIN);
    SmtpReply reply =
        SmtpReply.of(500, List.of("5.5.1 Unknown: \"AUTH PLAIN " + base64(PLAIN) + "\"", "bye"));

    assertThat(scrubber.scrub(reply).text())
        .isEqualTo("500 5.5.1 Unknown: \"AUTH PLAIN ***\" | bye");
  }

  @Test
  void text_thatQuotesAPieceOfTheLineInAnyCase_showsNoSecret() {
    sent(PLAIN);

    assertThat(scrubber.scrub("bad line AHJvYm90AGdl...")).isEqualTo("bad line ***...");
    assertThat(scrubber.scrub("bad line AHJVYM90AGDLAGVPBQ==")).isEqualTo("bad line ***");
    assertThat(scrubber.scrub("500 Unknown command " + base64(PLAIN).substring(9)))
        .isEqualTo("500 Unknown command ***");
  }

  @Test
  void text_thatQuotesThePassword_showsTheLoginNameOnly() {
    sent(PLAIN);

    assertThat(scrubber.scrub("robot: \"geheim\" is wrong, robot, and geheimnis a word"))
        .isEqualTo("robot: \"***\" is wrong, robot, and geheimnis a word");
  }

  @Test
  void text_thatQuotesAToken_showsNameAndHostOnly() {
    sent("n,a=robot,\1host=smtp.example.com\1port=587\1auth=Bearer ya29.T0kenT0ken\1\1");

    assertThat(
            scrubber.scrub(
                "535 smtp.example.com: invalid auth=Bearer ya29.T0kenT0ken of robot, sorry"))
        .isEqualTo("535 smtp.example.com: invalid auth=Bearer *** of robot, sorry");
  }

  @Test
  void text_thatQuotesAPasswordWithTheLoginNameInIt_showsTheNameOnly() {
    sent("\0robot\0robot-robot-smtp.example.com");

    assertThat(scrubber.scrub("robot at smtp.example.com: robot-robot-smtp.example.com"))
        .isEqualTo("robot at smtp.example.com: ***");
  }

  @Test
  void text_afterSeveralResponses_showsNoneOfThem() {
    sent("robot");
    sent("geheimes Wort");
    sent("second");

    assertThat(scrubber.scrub("robot, " + base64("geheimes Wort") + ", heimes Wor, second"))
        .isEqualTo("robot, ***, ***, ***");
  }

  @Test
  void text_beforeAnythingWasSent_isLeftAlone() {
    assertThat(scrubber.scrub("504 5.5.4 Unrecognized authentication type XOAUTH2"))
        .isEqualTo("504 5.5.4 Unrecognized authentication type XOAUTH2");
    sent("");
    assertThat(scrubber.scrub("5.7.0 aborted *")).isEqualTo("5.7.0 aborted *");
  }

  private void sent(String response) {
    scrubber.sent(response.getBytes(UTF_8));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
