package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialEnd.Part;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.event.CredentialWarning.ConsentNeeded;
import dev.mailconnector.event.CredentialWarning.Ending;
import dev.mailconnector.event.CredentialWarning.RenewalFailing;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.transport.SmtpEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider warns of reaches the listener, the log and a health check. */
class CredentialWarningsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final CredentialException REFUSED =
      new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL, "It was refused", Advice.FIX_CONFIGURATION, "Ask the issuer."));

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.mailconnector.event.CredentialWarning");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final AtomicReference<@Nullable ProviderContext> lent = new AtomicReference<>();
  private final List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
  private final CredentialHealth health =
      new CredentialHealth(NOW, NOW, null, List.of(certificate(NOW)), List.of());
  private final MailConnector mail =
      MailConnector.builder()
          .account(
              Account.builder("robot", SmtpEndpoint.submission("mail.example"))
                  .login(
                      context -> {
                        lent.set(context);
                        return new Provider();
                      })
                  .build())
          .account(Account.builder("relay", SmtpEndpoint.submission("mail.example")).build())
          .listener(events::add)
          .build();

  private final class Provider implements CredentialProvider {
    @Override
    public String identity() {
      return "robot";
    }

    @Override
    public Credential current() {
      throw REFUSED;
    }

    @Override
    public CredentialHealth health() {
      return health;
    }
  }

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    mail.close();
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  private static CredentialEnd certificate(Instant end) {
    return CredentialEnd.of(Part.CLIENT_CERTIFICATE, "/app.p12", null, end, "Make a new one.");
  }

  private void publish(ConnectorEvent event) {
    ProviderContext context = lent.get();
    assertThat(context).isNotNull();
    context.publish(event);
    assertThat(events).containsExactly(event);
  }

  @Test
  void ending_soon_isAWarningInTheLog() {
    publish(new Ending("robot", NOW, certificate(NOW.plus(Duration.ofHours(50))), null));
    assertThat(lines)
        .containsExactly(
            "WARNING robot: The client certificate of account robot (/app.p12) ends on"
                + " 2026-11-24T12:00:00Z, in 2 days. Make a new one.");
  }

  @Test
  void ending_over_isAnErrorInTheLog() {
    publish(new Ending("robot", NOW, certificate(NOW), null));
    assertThat(lines)
        .containsExactly(
            "SEVERE robot: The client certificate of account robot (/app.p12) ended on"
                + " 2026-11-22T10:00:00Z. Make a new one.");
  }

  @Test
  void renewalFailing_whileATokenServes_isAWarningWithTheFailure() {
    publish(new RenewalFailing("robot", NOW, NOW, 1, false, REFUSED, NOW.plusSeconds(60)));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("WARNING robot: No token was renewed since 2026-11-22T10:00:00Z (1 request);")
        .contains("serves until 2026-11-22T10:01:00Z", "It was refused", "Ask the issuer.");
  }

  @Test
  void renewalFailing_permanentOrWithoutAToken_isAnError() {
    publish(new RenewalFailing("robot", NOW, NOW, 1, true, REFUSED, NOW.plusSeconds(60)));
    assertThat(lines.get(0)).startsWith("SEVERE ");
  }

  @Test
  void firstRequestOfAll_fails_isLeftToTheSenderWhoHasTheException() {
    publish(new RenewalFailing("robot", NOW, NOW, 1, true, REFUSED, null));
    assertThat(lines).isEmpty();
    events.clear();
    publish(new ConsentNeeded("robot", NOW, NOW, 1, REFUSED, null, null));
    assertThat(lines).isEmpty();
    events.clear();
    publish(new ConsentNeeded("robot", NOW, NOW, 2, REFUSED, null, null));
    assertThat(lines).hasSize(1);
  }

  @Test
  void recovered_isToldAtInfo() {
    publish(new ConnectorEvent.TokenRenewalRecovered("robot", NOW, NOW.minusSeconds(60), 3));
    assertThat(lines)
        .containsExactly(
            "INFO robot: tokens are renewed again; requests had failed since 2026-11-22T09:59:00Z"
                + " (3 in a row)");
  }

  @Test
  void credentialHealth_isThatOfTheProvider() {
    assertThat(mail.credentialHealth("robot")).isSameAs(health);
    assertThat(mail.credentialHealth("relay")).isEqualTo(CredentialHealth.unknown());
    assertThatThrownBy(() -> mail.credentialHealth("nobody"))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void credentialHealth_ofAnAccountThatOnlyTheSourceKnows_doesNotAskIt() {
    AtomicInteger asked = new AtomicInteger();
    Account known = Account.builder("ann", SmtpEndpoint.submission("mail.example")).build();
    AccountSource source =
        name -> {
          asked.incrementAndGet();
          return Optional.of(known);
        };
    try (MailConnector tenants = MailConnector.builder().accountSource(source).build()) {
      assertThatThrownBy(() -> tenants.credentialHealth("ann"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("There is no such account");
      assertThat(asked).hasValue(0);
      assertThat(tenants.accounts()).isEmpty();
    }
  }

  @Test
  void end_ofWhatLivesShort_isWarnedOfInItsSecondHalf() {
    Instant end = NOW.plus(Duration.ofDays(10));
    assertThat(CredentialEnd.of(Part.REFRESH_TOKEN, "ann", NOW, end, "").warnFrom())
        .isEqualTo(NOW.plus(Duration.ofDays(5)));
    assertThat(CredentialEnd.of(Part.REFRESH_TOKEN, "ann", null, end, "").warnFrom())
        .isEqualTo(end.minus(Duration.ofDays(30)));
    Instant late = NOW.plus(Duration.ofDays(400));
    assertThat(CredentialEnd.of(Part.REFRESH_TOKEN, "ann", NOW, late, "").warnFrom())
        .isEqualTo(late.minus(Duration.ofDays(30)));
  }
}
