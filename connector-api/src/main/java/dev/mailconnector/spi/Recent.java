package dev.mailconnector.spi;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets what was used the longest ago, once there is too much of it. Not thread-safe. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1000;

  Recent() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
