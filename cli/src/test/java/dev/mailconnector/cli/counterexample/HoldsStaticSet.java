package dev.mailconnector.cli.counterexample;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

final class HoldsStaticSet {
  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
}
