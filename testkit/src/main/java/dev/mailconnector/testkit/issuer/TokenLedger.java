package dev.mailconnector.testkit.issuer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Every access token that was issued, with its end and whom it may log in. Thread-safe. */
final class TokenLedger {
  private record Entry(Predicate<String> identities, Instant expiresAt) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  void add(String token, Predicate<String> identities, Instant expiresAt) {
    entries.put(token, new Entry(identities, expiresAt));
    order.add(token);
  }

  boolean isValid(String identity, String token, Instant now) {
    Entry entry = entries.get(token);
    return entry != null
        && !revoked.contains(token)
        && now.isBefore(entry.expiresAt)
        && entry.identities.test(identity);
  }

  void revoke(String token) {
    revoked.add(token);
  }

  void revokeAll() {
    revoked.addAll(order);
  }

  List<String> issued() {
    return List.copyOf(order);
  }
}
