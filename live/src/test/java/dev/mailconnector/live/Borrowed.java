package dev.mailconnector.live;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** What a connector lends to its logins, so that a token is asked for as it would be for a send. */
final class Borrowed implements AutoCloseable {
  private final MailConnector lender;
  private final ProviderContext context;

  private Borrowed(MailConnector lender, ProviderContext context) {
    this.lender = lender;
    this.context = context;
  }

  static Borrowed open() {
    AtomicReference<ProviderContext> lent = new AtomicReference<>();
    Account borrower =
        Account.builder("live", SmtpEndpoint.submission("localhost"))
            .login(
                context -> {
                  lent.set(context);
                  return new Nobody();
                })
            .build();
    MailConnector lender = MailConnector.of(borrower);
    return new Borrowed(lender, Objects.requireNonNull(lent.get()));
  }

  ProviderContext context() {
    return context;
  }

  @Override
  public void close() {
    lender.close();
  }

  private static final class Nobody implements CredentialProvider {
    @Override
    public String identity() {
      return "nobody";
    }

    @Override
    public Credential current() {
      throw new IllegalStateException("This account sends nothing.");
    }

    @Override
    public void refused(Credential credential, SmtpReply reply) {
      throw new IllegalStateException("This account sends nothing.");
    }

    @Override
    public void close() {}
  }
}
