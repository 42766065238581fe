package dev.mailconnector.auth.oauth2.internal.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8628 with a clock that moves by the pauses alone. */
class DeviceConsentTest {
  private static final Duration LONG = Duration.ofHours(2);

  private final HttpForTests stack = new HttpForTests();
  private final ConsentingUser user = ConsentingUser.trusting(stack.authority());
  private final GenericIssuer issuer = GenericIssuer.start(stack.authority());
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();
  private final List<DevicePrompt> prompts = new ArrayList<>();
  private DeviceConsent consent;

  @BeforeEach
  void start() {
    issuer.publicClient("tv");
    var settings =
        GenericClient.Settings.of(new TokenServer.Discovered(issuer.url()), "tv", null)
            .withScope("smtp");
    consent =
        new DeviceConsent(
            ConsentPlan.of(settings, "ann@example.com"),
            new GenericClient(settings, stack.http(), SettableClock.at("2026-11-22T10:00:00Z")),
            nanos::get,
            time -> {
              pauses.add(time.toSeconds());
              nanos.addAndGet(time.toNanos());
            });
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  private void approve(DevicePrompt prompt) {
    prompts.add(prompt);
    user.visit(prompt.complete());
  }

  private TokenException failure(Duration limit) {
    return catchThrowableOfType(TokenException.class, () -> consent.ask(prompts::add, limit));
  }

  @Test
  void ask_userApproves_bringsARefreshToken() throws Exception {
    Consented consented = consent.ask(this::approve, LONG);
    assertThat(consented.refreshToken().isEmpty()).isFalse();
    assertThat(pauses).containsExactly(5L);
    DevicePrompt prompt = prompts.get(0);
    assertThat(prompt.userCode()).matches("[0-9A-F]{8}");
    assertThat(prompt.verificationUri()).isEqualTo(issuer.url().resolve("/device"));
    assertThat(prompt.validFor()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void ask_pendingAndSlowDown_fiveSecondsMoreFromThenOn() throws Exception {
    issuer.failNextPolls(
        "authorization_pending", "slow_down", "authorization_pending", "slow_down");
    assertThat(consent.ask(this::approve, LONG)).isNotNull();
    assertThat(pauses).containsExactly(5L, 5L, 10L, 10L, 15L);
  }

  @Test
  void ask_connectionBreaks_looksGoOnAtLongerIntervals() throws Exception {
    consent.ask(
        prompt -> {
          issuer.failNext(
              IssuerFault.Connection.DROPPED, IssuerFault.oauthError(503, "oops", "later"));
          approve(prompt);
        },
        LONG);
    assertThat(pauses).containsExactly(5L, 10L, 20L);
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, The user said no",
    "expired_token, Start again",
    "authorization_declined, The user said no",
    "invalid_grant, must log in and consent again"
  })
  void ask_issuerEndsIt_saysWhy(String error, String told) {
    issuer.failNextPolls("authorization_pending", error);
    TokenException failure = failure(LONG);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining(error).hasMessageContaining(told);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void ask_nobodyComes_endsWithTheCodeAndLooksNoMore() {
    issuer.deviceCodes(60, 20);
    TokenException failure = failure(LONG);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure).hasMessageContaining("nobody consented within PT1M");
    assertThat(pauses).containsExactly(20L, 20L, 20L);
    assertThat(issuer.requests()).as("one request, two looks").hasSize(3);
  }

  @Test
  void ask_ownLimitIsShorter_holdsAndIsShown() {
    TokenException failure = failure(Duration.ofSeconds(12));
    assertThat(failure).hasMessageContaining("within PT12S");
    assertThat(prompts.get(0).validFor()).isEqualTo(Duration.ofSeconds(12));
    assertThat(pauses).hasSize(3);
  }

  @Test
  void ask_serverAnswersGarbage_saysSoAndAsksNobody() {
    issuer.failNext(IssuerFault.json(200, "{\"device_code\": 7}"));
    assertThat(failure(LONG)).hasMessageContaining("not the answer of a token endpoint");
    assertThat(prompts).isEmpty();
  }
}
