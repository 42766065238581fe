package dev.mailconnector.cli.counterexample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class HoldsStaticState {
  static final ConcurrentHashMap<String, String> CACHE = new ConcurrentHashMap<>(Map.of());
}
