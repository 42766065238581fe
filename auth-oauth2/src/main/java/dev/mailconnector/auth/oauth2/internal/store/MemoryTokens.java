package dev.mailconnector.auth.oauth2.internal.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Records that end with the process. */
public final class MemoryTokens implements TokenPlace {
  private final Map<String, TokenRecord> records = new ConcurrentHashMap<>();
  private final Set<String> claimed = ConcurrentHashMap.newKeySet();

  @Override
  public @Nullable Custody claim(String account, Instant now) {
    return claimed.add(account) ? new Held(account, records.get(account), now) : null;
  }

  @Override
  public String toString() {
    return "the memory of this process";
  }

  private final class Held implements Custody {
    private final String account;
    private final @Nullable TokenRecord kept;
    private final Instant now;
    private boolean closed;

    Held(String account, @Nullable TokenRecord kept, Instant now) {
      this.account = account;
      this.kept = kept;
      this.now = now;
    }

    @Override
    public @Nullable TokenRecord kept() {
      return kept;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean write(TokenRecord next) {
      records.put(account, next);
      return true;
    }

    @Override
    public void checkWritable() {
      // Memory always is.
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        claimed.remove(account);
      }
    }
  }
}
