package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.internal.smtp.Lessons;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the accounts of one connector have learnt of their endpoints, so that each server is tripped
 * over once and not once for each account. As many entries as endpoints in use, and for those whose
 * last account has gone a number that does not grow. Thread-safe.
 */
final class LessonBook {
  private static final int LARGEST_ATTIC = 1000;

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<String, Page> inUse = new HashMap<>();
  private final LinkedHashMap<String, Lessons> attic = new LinkedHashMap<>();

  LessonBook(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * One server, as it is reached: through a proxy the same name may lead elsewhere. No record: to
   * compare one, the JDK keeps its class, and so its class loader, in a static cache.
   */
  private static String place(Account account) {
    SmtpEndpoint endpoint = account.endpoint();
    ProxyServer proxy = account.proxy();
    String server =
        endpoint.host().toLowerCase(Locale.ROOT) + " " + endpoint.port() + " " + endpoint.tls();
    return proxy == null
        ? server
        : server + " through " + proxy.kind() + " " + proxy.host() + ":" + proxy.port();
  }

  private static final class Page {
    final Lessons lessons;
    int accounts;

    Page(Lessons lessons) {
      this.lessons = lessons;
    }
  }

  /** What is known of this account's endpoint; to be {@linkplain #leave left} once. */
  Lessons join(Account account) {
    String place = place(account);
    lock.lock();
    try {
      Page page = inUse.computeIfAbsent(place, this::open);
      page.accounts++;
      return page.lessons;
    } finally {
      lock.unlock();
    }
  }

  private Page open(String place) {
    Lessons kept = attic.remove(place);
    return new Page(kept == null ? new Lessons(ticker) : kept);
  }

  /** This account has gone. */
  void leave(Account account) {
    String place = place(account);
    lock.lock();
    try {
      Page page = Objects.requireNonNull(inUse.get(place));
      if (--page.accounts > 0) {
        return;
      }
      inUse.remove(place);
      if (!page.lessons.isEmpty()) {
        attic.put(place, page.lessons);
        if (attic.size() > LARGEST_ATTIC) {
          attic.remove(attic.keySet().iterator().next());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is known of any server any more. */
  void forget() {
    lock.lock();
    try {
      attic.clear();
      inUse.values().forEach(page -> page.lessons.forget());
    } finally {
      lock.unlock();
    }
  }

  /** How many endpoints are remembered. */
  int size() {
    lock.lock();
    try {
      return inUse.size() + attic.size();
    } finally {
      lock.unlock();
    }
  }
}
