package dev.mailconnector.cli.counterexample;

import java.util.logging.Logger;

interface UsesJavaUtilLogging {
  Logger logger();
}
