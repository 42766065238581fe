package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** See {@link RefreshTokenStore#inMemory()}. */
final class InMemoryRefreshTokens implements RefreshTokenStore {

  private static final class Entry {
    final Secret origin;
    Secret current;
    boolean taken;

    Entry(Secret origin) {
      this.origin = origin;
      this.current = origin;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new HashMap<>();

  @Override
  public Lease take(String key, Secret configured) throws TokenException {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      if (entry == null || !entry.origin.equals(configured)) {
        entry = new Entry(configured);
        entries.put(key, entry);
      }
      if (entry.taken) {
        throw TokenException.temporary(
            "The refresh token of " + key + " is in use by another exchange",
            null,
            "Two uses of one refresh token could revoke it, so this one waits.",
            null,
            null);
      }
      entry.taken = true;
      return new Held(entry, entry.current);
    } finally {
      lock.unlock();
    }
  }

  private final class Held implements Lease {
    private final Entry entry;
    private final Secret presented;
    private boolean closed;

    Held(Entry entry, Secret presented) {
      this.entry = entry;
      this.presented = presented;
    }

    @Override
    public Secret refreshToken() {
      return presented;
    }

    @Override
    public void replace(Secret next) {
      lock.lock();
      try {
        entry.current = next;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          entry.taken = false;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
