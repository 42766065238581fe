package dev.mailconnector.live;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.Secret;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store in memory that tells which refresh tokens an issuer gave. */
final class RememberingStore implements RefreshTokenStore {
  private final RefreshTokenStore memory = RefreshTokenStore.inMemory();
  private final List<Secret> settled = new CopyOnWriteArrayList<>();

  /** What each exchange left, oldest first. */
  List<Secret> settled() {
    return settled;
  }

  @Override
  public Lease take(String account, @Nullable Secret configured, Instant now)
      throws TokenException {
    Lease lease = memory.take(account, configured, now);
    return new Lease() {
      @Override
      public Secret present() throws TokenException {
        return lease.present();
      }

      @Override
      public void settle(Secret refreshToken, @Nullable AccessToken accessToken)
          throws TokenException {
        lease.settle(refreshToken, null);
        if (accessToken != null) {
          settled.add(refreshToken);
        }
      }

      @Override
      public void close() {
        lease.close();
      }
    };
  }
}
