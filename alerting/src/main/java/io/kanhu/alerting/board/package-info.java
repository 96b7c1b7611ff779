/** How far each case has come, as a board shows it beside the alert, and of whom nobody has heard. */
@NullMarked
package io.kanhu.alerting.board;

import org.jspecify.annotations.NullMarked;
