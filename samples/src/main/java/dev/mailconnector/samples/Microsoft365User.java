package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.SecretSource;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Microsoft 365 as one person, who consents once: with the argument {@code browser} on a machine
 * that has one, with {@code device} by a code to type on any other. The refresh token goes into an
 * encrypted file; without an argument a message is sent by it.
 *
 * <p>{@code TENANT}, {@code CLIENT_ID} of a public application, {@code MAILBOX} of the user, {@code
 * STORE_FILE}, {@code STORE_KEY} ({@code openssl rand -base64 32}), {@code MAIL_TO}.
 */
public final class Microsoft365User {
  private Microsoft365User() {}

  /** Asks for a consent, or sends one message. */
  public static void main(String[] arguments) throws MessagingException, TokenException {
    Account account = account(Settings.ofEnvironment());
    String what = arguments.length == 0 ? "send" : arguments[0];
    System.out.println(
        switch (what) {
          case "browser" -> inBrowser(account, page -> System.out.println("Visit " + page));
          case "device" ->
              onOtherDevice(
                  account,
                  prompt ->
                      System.out.println(
                          "Visit " + prompt.verificationUri() + ", type " + prompt.userCode()));
          default -> send(account, Settings.ofEnvironment()).reply();
        });
  }

  static Account account(Settings settings) {
    RefreshTokenStore store =
        RefreshTokenStore.encryptedFile(
            settings.file("STORE_FILE"), SecretSource.fixed(settings.secret("STORE_KEY")));
    String mailbox = settings.text("MAILBOX");
    return settings
        .redirected(Microsoft365.account("ann"))
        .login(
            Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
                .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"))
                .refreshToken(store)
                .login(mailbox))
        .from(mailbox)
        .build();
  }

  static GrantedConsent inBrowser(Account account, Consumer<URI> page) throws TokenException {
    return Consent.of(account).inBrowser(page);
  }

  static GrantedConsent onOtherDevice(Account account, Consumer<DevicePrompt> display)
      throws TokenException {
    return Consent.of(account).onOtherDevice(display);
  }

  static SendReceipt send(Account account, Settings settings) throws MessagingException {
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}
