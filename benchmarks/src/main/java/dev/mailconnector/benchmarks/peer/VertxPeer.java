package dev.mailconnector.benchmarks.peer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;

/** The Vert.x mail client; each thread waits for its own message. */
public final class VertxPeer implements Peer {
  /** The only kind. */
  public VertxPeer() {}

  @Override
  public String title() {
    return "Vert.x mail client";
  }

  @Override
  public String description() {
    return "one MailClient, its pool as large as the cell; each thread waits for its send";
  }

  @Override
  public Fleet open(Target target) {
    Vertx vertx = Vertx.vertx();
    MailClient client = MailClient.create(vertx, settings(target));
    return new Fleet() {
      @Override
      public Worker worker() {
        return () -> {
          MailMessage message = message(target.letter());
          client
              .sendMail(message)
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
          return 1;
        };
      }

      @Override
      public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
    };
  }

  private static MailConfig settings(Target target) {
    MailConfig settings =
        new MailConfig(Target.HOST, target.port())
            .setOwnHostname("bench.example.com")
            .setStarttls(StartTLSOptions.DISABLED)
            .setLogin(LoginOption.DISABLED)
            .setMaxPoolSize(target.connections());
    if (target.tls()) {
      settings
          .setSsl(true)
          .setTrustAll(true)
          .setLogin(LoginOption.REQUIRED)
          .setAuthMethods("PLAIN")
          .setUsername(Target.USER)
          .setPassword(Target.PASSWORD);
    }
    return settings;
  }

  private static MailMessage message(Letter letter) {
    MailMessage message =
        new MailMessage()
            .setFrom(Letter.SENDER)
            .setTo(letter.recipients())
            .setSubject(Letter.SUBJECT)
            .setText(letter.text());
    byte[] attachment = letter.attachment();
    if (attachment != null) {
      message.setAttachment(
          MailAttachment.create()
              .setName(Letter.FILE)
              .setContentType(Letter.FILE_TYPE)
              .setData(Buffer.buffer(attachment)));
    }
    return message;
  }
}
