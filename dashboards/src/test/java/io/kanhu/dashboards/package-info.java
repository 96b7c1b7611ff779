/** Tests of the dashboard, the alarm rules and the deployment examples, on the real programs where they can be had. */
@NullMarked
package io.kanhu.dashboards;

import org.jspecify.annotations.NullMarked;
