package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenIssuerTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final Map<String, String> FORM =
      Map.of(
          "grant_type", "client_credentials",
          "client_id", "mailer",
          "client_secret", "s3cret");

  private final FormClient client = new FormClient(AUTHORITY);
  private GenericIssuer issuer;

  @BeforeEach
  void start() {
    issuer = GenericIssuer.start(AUTHORITY);
    issuer.client("mailer", "s3cret");
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void hold_severalRequests_allCountedAndNoneAnsweredBeforeRelease() throws Exception {
    issuer.hold();
    List<CompletableFuture<FormClient.Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(client.start(issuer.tokenEndpoint(), FORM));
    }
    issuer.awaitHeld(3);
    assertThat(issuer.requestsInProgress()).isEqualTo(3);
    assertThat(issuer.tokensIssued()).isEmpty();
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    issuer.release();
    for (CompletableFuture<FormClient.Answer> answer : answers) {
      assertThat(answer.get().status()).isEqualTo(200);
    }
    assertThat(issuer.tokensIssued()).hasSize(3);
    assertThat(issuer.peakRequests()).isEqualTo(3);
  }

  @Test
  void failNext_wholeAnswers_sentAsGiven() throws Exception {
    issuer.failNext(
        IssuerFault.throttled(Duration.ofSeconds(17)),
        IssuerFault.html(502),
        IssuerFault.emptyObject(),
        IssuerFault.oauthError(200, "invalid_grant", "no"));
    FormClient.Answer throttled = post();
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.response().headers().firstValue("Retry-After")).contains("17");
    FormClient.Answer html = post();
    assertThat(html.status()).isEqualTo(502);
    assertThat(html.body()).startsWith("<html>");
    assertThat(post().body()).isEqualTo("{}");
    FormClient.Answer lie = post();
    assertThat(lie.status()).isEqualTo(200);
    assertThat(lie.text("error")).isEqualTo("invalid_grant");
    assertThat(post().json()).containsKey("access_token");
    assertThat(issuer.requests()).hasSize(5);
    assertThat(issuer.tokensIssued()).hasSize(1);
  }

  @Test
  void failNext_alteredField_restOfTheGoodAnswerStays() throws Exception {
    issuer.failNext(IssuerFault.without("expires_in"), IssuerFault.with("expires_in", "77"));
    assertThat(post().json()).doesNotContainKey("expires_in").containsKey("access_token");
    assertThat(post().json()).containsEntry("expires_in", "77").containsKey("access_token");
  }

  @Test
  void failNext_hugeBody_allBytesArrive() throws Exception {
    issuer.failNext(IssuerFault.huge(200, 3_000_001));
    assertThat(post().body()).hasSize(3_000_001);
  }

  @Test
  void failAll_connectionDropped_untilRecover() throws Exception {
    issuer.failAll(IssuerFault.dropped());
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    issuer.recover();
    assertThat(post().status()).isEqualTo(200);
  }

  @Test
  void failNext_truncated_clientSeesTheEnd() {
    issuer.failNext(IssuerFault.truncated());
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
  }

  @Test
  void close_silentAndTricklingRequestsInProgress_theyEnd() throws Exception {
    issuer.failNext(IssuerFault.silent(), IssuerFault.trickling());
    CompletableFuture<FormClient.Answer> first = client.start(issuer.tokenEndpoint(), FORM);
    CompletableFuture<FormClient.Answer> second = client.start(issuer.tokenEndpoint(), FORM);
    while (issuer.requests().size() < 2) {
      Thread.onSpinWait();
    }
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    issuer.close();
    // Which of the two requests met which fault is open; the trickling one may end with an answer.
    assertThat(
            Stream.of(first, second)
                .map(request -> request.handle((answer, failure) -> failure).join()))
        .anySatisfy(failure -> assertThat(failure).isNotNull());
  }

  @Test
  void start_certificateOfAnotherAuthority_clientRefusesIt() {
    FormClient stranger = new FormClient(TestAuthority.create());
    assertThatThrownBy(() -> stranger.post(issuer.tokenEndpoint(), FORM))
        .isInstanceOf(javax.net.ssl.SSLException.class);
  }

  private FormClient.Answer post() throws IOException, InterruptedException {
    return client.post(issuer.tokenEndpoint(), FORM);
  }
}
