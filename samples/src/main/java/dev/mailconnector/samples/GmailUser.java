package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.Gmail;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.SecretSource;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Gmail as one person, who consents once: with the argument {@code login} in a browser of this
 * machine. The refresh token goes into an encrypted file; without an argument a message is sent by
 * it. {@link GmailRefreshToken} does with a refresh token from elsewhere.
 *
 * <p>{@code CLIENT_ID} and {@code CLIENT_SECRET} of a desktop client, {@code MAILBOX} of the user,
 * {@code STORE_FILE}, {@code STORE_KEY} ({@code openssl rand -base64 32}), {@code MAIL_TO}.
 */
public final class GmailUser {
  private GmailUser() {}

  /** Asks for a consent, or sends one message. */
  public static void main(String[] arguments) throws MessagingException, TokenException {
    Settings settings = Settings.ofEnvironment();
    System.out.println(
        arguments.length == 0
            ? send(settings).reply()
            : login(settings, page -> System.out.println("Visit " + page)));
  }

  static GrantedConsent login(Settings settings, Consumer<URI> page) throws TokenException {
    return Consent.of(account(settings)).inBrowser(page);
  }

  private static Account account(Settings settings) {
    RefreshTokenStore store =
        RefreshTokenStore.encryptedFile(
            settings.file("STORE_FILE"), SecretSource.fixed(settings.secret("STORE_KEY")));
    SecretSource secret = SecretSource.fixed(settings.secret("CLIENT_SECRET"));
    String mailbox = settings.text("MAILBOX");
    return settings
        .redirected(Gmail.account("ann"))
        .login(
            Gmail.refreshToken(settings.text("CLIENT_ID"), secret, store)
                .authorizationEndpoint(
                    settings.url("AUTH_ENDPOINT", "https://accounts.google.com/o/oauth2/v2/auth"))
                .tokenEndpoint(
                    settings.url("TOKEN_ENDPOINT", "https://oauth2.googleapis.com/token"))
                .login(mailbox))
        .from(mailbox)
        .build();
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account(settings))) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}
