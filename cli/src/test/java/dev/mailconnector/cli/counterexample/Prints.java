package dev.mailconnector.cli.counterexample;

final class Prints {
  void print() {
    System.out.println();
  }
}
