package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericRefreshToken;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.http.HttpSettings;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.Trust;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.h2.jdbcx.JdbcDataSource;

/** A process that does nothing but renew, as fast as it can, until it is killed. */
final class RenewingProcess {
  static final String CLIENT_ID = "mailer";
  static final String CLIENT_SECRET = "s3cret";

  private RenewingProcess() {}

  /** Starts it; it prints a line for each token and stops at the first failure. */
  static Process start(Place place, Path folder, Path ca, URI endpoint, String consent)
      throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RenewingProcess.class.getName(),
            place.name(),
            folder.toString(),
            ca.toString(),
            endpoint.toString(),
            consent)
        .redirectError(new File(folder.toFile(), "stderr.txt"))
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Place place = Place.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        };
    try (Connection open = place == Place.JDBC ? durable(folder).getConnection() : null) {
      TokenSource source =
          source(
              store(place, folder),
              Path.of(arguments[2]),
              URI.create(arguments[3]),
              arguments[4],
              Executors.newSingleThreadScheduledExecutor(daemons));
      while (true) {
        source.fetch();
        System.out.println("renewed");
      }
    } catch (TokenException refused) {
      System.out.println(refused.getMessage());
    }
  }

  /** H2 writes what was committed half a second later unless it is told not to. */
  static JdbcDataSource durable(Path folder) {
    JdbcDataSource database = (JdbcDataSource) Place.database(folder);
    database.setURL(database.getURL() + ";WRITE_DELAY=0");
    return database;
  }

  static RefreshTokenStore store(Place place, Path folder) {
    TokenPlace tokens =
        place == Place.JDBC
            ? new JdbcTokens(durable(folder), Place.seal(Place.KEY), Duration.ofSeconds(5))
            : place.in(folder, Place.KEY);
    return new LeasedRefreshTokens(tokens, Duration.ofMinutes(1));
  }

  static TokenSource source(
      RefreshTokenStore store,
      Path ca,
      URI endpoint,
      String consent,
      ScheduledExecutorService timers) {
    HttpSettings settings =
        new HttpSettings(
            () -> new HandContext().tlsContext(Trust.caFile(ca)),
            null,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    GenericClient.Settings client =
        GenericClient.Settings.of(
            TokenServer.Known.at(endpoint),
            CLIENT_ID,
            new ClientProof.SharedSecret(SecretSource.fixed(Secret.of(CLIENT_SECRET))));
    return new GenericRefreshToken(
        new GenericClient(client, new TokenHttp(settings, timers), InstantSource.system()),
        new KeptRefreshToken(store, "ann", SecretSource.fixed(Secret.of(consent))));
  }
}
