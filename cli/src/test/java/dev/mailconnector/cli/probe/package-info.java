/** The doctor's examination: each fault is made on a server of the test, and read from a report. */
package dev.mailconnector.cli.probe;
