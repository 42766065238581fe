package dev.mailconnector.cli.counterexample;

import java.util.Optional;

interface TakesOptional {
  void take(Optional<String> value);
}
