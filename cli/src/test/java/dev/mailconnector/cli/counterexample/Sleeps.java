package dev.mailconnector.cli.counterexample;

final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
