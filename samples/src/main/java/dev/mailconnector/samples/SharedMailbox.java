package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.SecretSource;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.util.function.Consumer;

/**
 * A shared mailbox of Microsoft 365, by the consent of a person who may use it. Four addresses may
 * all differ: who consents, which mailbox is logged in to, what stands in From, and where bounces
 * go.
 *
 * <p>With the argument {@code login} the consent, without one a message. {@code USER} who consents,
 * {@code MAILBOX} that is shared, {@code FROM} and {@code BOUNCES} that it may send as; {@code
 * TENANT}, {@code CLIENT_ID}, {@code STORE_FILE}, {@code STORE_KEY}, {@code MAIL_TO}.
 */
public final class SharedMailbox {
  private SharedMailbox() {}

  /** Asks for a consent, or sends one message. */
  public static void main(String[] arguments) throws MessagingException, TokenException {
    Settings settings = Settings.ofEnvironment();
    System.out.println(
        arguments.length == 0
            ? send(settings).reply()
            : login(settings, page -> System.out.println("Visit " + page)));
  }

  static GrantedConsent login(Settings settings, Consumer<URI> page) throws TokenException {
    return Consent.of(account(settings)).by(settings.text("USER")).inBrowser(page);
  }

  private static Account account(Settings settings) {
    RefreshTokenStore store =
        RefreshTokenStore.encryptedFile(
            settings.file("STORE_FILE"), SecretSource.fixed(settings.secret("STORE_KEY")));
    return settings
        .redirected(Microsoft365.account("shared"))
        .login(
            Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
                .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"))
                .refreshToken(store)
                .login(settings.text("MAILBOX")))
        .from(settings.text("FROM"))
        .envelopeFrom(settings.text("BOUNCES"))
        .build();
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account(settings))) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}
