package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.internal.smtp.Lessons;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TransactionLevel;
import org.junit.jupiter.api.Test;

/** What is remembered of endpoints, and for how long. */
class LessonBookTest {
  private final LessonBook book = new LessonBook(() -> 0);

  @Test
  void endpoints_inUse_areAllRemembered_andOfThoseThatWentABoundedNumber() {
    for (int i = 0; i < 5000; i++) {
      book.join(to("host" + i).build());
    }
    assertThat(book.size()).isEqualTo(5000);

    for (int i = 0; i < 5000; i++) {
      Account account = to("host" + i).build();
      Lessons lessons = book.join(account);
      lessons.stepDown(TransactionLevel.PLAIN, true);
      book.leave(account);
      book.leave(account);
    }

    assertThat(book.size()).isEqualTo(1000);
    assertThat(book.join(to("host4999").build()).isEmpty()).isFalse();
    assertThat(book.join(to("host0").build()).isEmpty()).isTrue();
  }

  @Test
  void endpoint_ofWhichNothingWasLearnt_isForgottenWithItsLastAccount() {
    Account account = to("mail.example").build();
    Lessons first = book.join(account);
    assertThat(book.join(account)).isSameAs(first);
    book.leave(account);
    assertThat(book.size()).isEqualTo(1);

    book.leave(account);

    assertThat(book.size()).isZero();
  }

  @Test
  void sameName_behindAProxy_isAnotherServer() {
    Lessons direct = book.join(to("mail.example").build());

    assertThat(book.join(to("MAIL.example").build())).isSameAs(direct);
    assertThat(book.join(to("mail.example").proxy(ProxyServer.socks5("out", 1080)).build()))
        .isNotSameAs(direct);
  }

  private static Account.Builder to(String host) {
    return Account.builder("robot", SmtpEndpoint.submission(host));
  }
}
