/** The figures operators watch: what is open, how long it waits, how fast people answer. */
@NullMarked
package io.kanhu.alerting.watch;

import org.jspecify.annotations.NullMarked;
