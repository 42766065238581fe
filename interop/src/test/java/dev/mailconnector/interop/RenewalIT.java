package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.interop.RealServers.Port;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One connector at work for longer than several tokens live. */
class RenewalIT {
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(8);
  private static final int LIVES = 4;
  private static final int SENDERS_PER_ACCOUNT = 3;
  private static final String RECIPIENT = "renewal@interop.test";

  private final Queue<ConnectorEvent> events = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void connector_overSeveralTokenLives_losesNothingAndIsRefusedNothing() throws Exception {
    try (RealServers servers = RealServers.start()) {
      servers.issuer().lifetime(TOKEN_LIFE);

      try (MailConnector connector =
          MailConnector.builder()
              .account(account(servers, Port.DOVECOT_STARTTLS))
              .account(account(servers, Port.POSTFIX_IMPLICIT))
              .listener(events::add)
              .build()) {
        connector.warmUp();
        events.clear();
        sendForSeveralLives(connector);
      }

      assertThat(failures).isEmpty();
      assertThat(servers.maildir().await(RECIPIENT, sent.get()))
          .extracting(DeliveredMessage::content)
          .doesNotHaveDuplicates()
          .hasSize(sent.get());
      assertThat(events)
          .filteredOn(event -> event instanceof ConnectorEvent.TokenRenewed)
          .hasSizeGreaterThanOrEqualTo(2 * LIVES);
      assertThat(events)
          .doesNotHaveAnyElementsOfTypes(
              ConnectorEvent.LoginRefused.class,
              ConnectorEvent.AccountRefused.class,
              ConnectorEvent.TokenRenewalFailed.class,
              ConnectorEvent.TokenWaited.class);
      assertThat(servers.dovecotLog()).doesNotContain("auth failed");
    }
  }

  private void sendForSeveralLives(MailConnector connector) throws InterruptedException {
    ScheduledExecutorService senders = Executors.newScheduledThreadPool(2 * SENDERS_PER_ACCOUNT);
    CountDownLatch over = new CountDownLatch(1);
    for (String account : connector.accounts()) {
      for (int i = 0; i < SENDERS_PER_ACCOUNT; i++) {
        senders.scheduleAtFixedRate(() -> send(connector, account), 0, 100, TimeUnit.MILLISECONDS);
      }
    }
    senders.schedule(
        over::countDown, TOKEN_LIFE.multipliedBy(LIVES).toMillis(), TimeUnit.MILLISECONDS);
    over.await();
    senders.shutdown();
    assertThat(senders.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private void send(MailConnector connector, String account) {
    byte[] message =
        """
        From: robot@lab.test
        To: %s
        Date: Sat, 21 Nov 2026 10:00:00 +0000
        Message-ID: <%d@renewal.interop.test>

        Hello
        """
            .formatted(RECIPIENT, number.incrementAndGet())
            .getBytes(StandardCharsets.US_ASCII);
    try {
      connector.send(
          message,
          SendOptions.account(account).withEnvelope(Envelope.of("robot@lab.test", RECIPIENT)));
      sent.incrementAndGet();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private static Account account(RealServers servers, Port port) {
    TlsMode tls = port == Port.DOVECOT_STARTTLS ? TlsMode.STARTTLS : TlsMode.IMPLICIT;
    String consent = servers.issuer().grantRefreshToken(RealServers.CLIENT_ID, RealServers.USER);
    return Account.builder(port.name(), new SmtpEndpoint(RealServers.HOST, servers.port(port), tls))
        .trust(Trust.caFile(servers.caFile()))
        .login(
            GenericOAuth2.at(servers.issuer().tokenEndpoint())
                .refreshToken(
                    RealServers.CLIENT_ID, Secret.of(RealServers.CLIENT_SECRET), Secret.of(consent))
                .login(RealServers.USER))
        .build();
  }
}
