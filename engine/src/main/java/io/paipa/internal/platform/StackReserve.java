package io.paipa.internal.platform;

/**
 * Makes sure of some stack before something is changed that must not be left half done.
 *
 * <p>User code may call the engine with its stack nearly used up, and go on after the {@link
 * StackOverflowError}. If that came between the claim of a slot and its publication, or between a
 * lock and its unlock, nobody else could go on. An overflow comes only where a method is entered.
 * So a caller that {@link #ensure} lets pass has room for all methods that need less stack together
 * than {@code ensure} does: an overflow comes before anything was changed.
 *
 * <p>{@code ensure} needs much, since it has a thousand local variables, of sixteen bytes each.
 * They are never used. But the JVM has to provide for them: in the interpreter; and in compiled
 * code, which may have to go back to the interpreter in the middle of the method. HotSpot checks at
 * the entry of compiled code whether the interpreter's frames would fit, those of inlined methods
 * included. So in hot code, all that is left of {@code ensure} is a look at a field. (JEP 270
 * describes the same trouble of the JDK's own locks; its cure is not for others.)
 */
public final class StackReserve {
  /** Not final, or the compiler would know that the variables are never needed. */
  private static boolean never;

  private StackReserve() {}

  /**
   * Makes sure of 16 kB of stack.
   *
   * @throws StackOverflowError if there is less
   */
  @SuppressWarnings({"unused", "UnusedVariable", "MultiVariableDeclaration"})
  public static void ensure() {
    if (never) {
      // spotless:off
      long aa0, aa1, aa2, aa3, ab0, ab1, ab2, ab3, ac0, ac1, ac2, ac3, ad0, ad1, ad2, ad3;
      long ae0, ae1, ae2, ae3, af0, af1, af2, af3, ag0, ag1, ag2, ag3, ah0, ah1, ah2, ah3;
      long ai0, ai1, ai2, ai3, aj0, aj1, aj2, aj3, ak0, ak1, ak2, ak3, al0, al1, al2, al3;
      long am0, am1, am2, am3, an0, an1, an2, an3, ao0, ao1, ao2, ao3, ap0, ap1, ap2, ap3;
      long aq0, aq1, aq2, aq3, ar0, ar1, ar2, ar3, as0, as1, as2, as3, at0, at1, at2, at3;
      long au0, au1, au2, au3, av0, av1, av2, av3, aw0, aw1, aw2, aw3, ax0, ax1, ax2, ax3;
      long ay0, ay1, ay2, ay3, az0, az1, az2, az3, ba0, ba1, ba2, ba3, bb0, bb1, bb2, bb3;
      long bc0, bc1, bc2, bc3, bd0, bd1, bd2, bd3, be0, be1, be2, be3, bf0, bf1, bf2, bf3;
      long bg0, bg1, bg2, bg3, bh0, bh1, bh2, bh3, bi0, bi1, bi2, bi3, bj0, bj1, bj2, bj3;
      long bk0, bk1, bk2, bk3, bl0, bl1, bl2, bl3, bm0, bm1, bm2, bm3, bn0, bn1, bn2, bn3;
      long bo0, bo1, bo2, bo3, bp0, bp1, bp2, bp3, bq0, bq1, bq2, bq3, br0, br1, br2, br3;
      long bs0, bs1, bs2, bs3, bt0, bt1, bt2, bt3, bu0, bu1, bu2, bu3, bv0, bv1, bv2, bv3;
      long bw0, bw1, bw2, bw3, bx0, bx1, bx2, bx3, by0, by1, by2, by3, bz0, bz1, bz2, bz3;
      long ca0, ca1, ca2, ca3, cb0, cb1, cb2, cb3, cc0, cc1, cc2, cc3, cd0, cd1, cd2, cd3;
      long ce0, ce1, ce2, ce3, cf0, cf1, cf2, cf3, cg0, cg1, cg2, cg3, ch0, ch1, ch2, ch3;
      long ci0, ci1, ci2, ci3, cj0, cj1, cj2, cj3, ck0, ck1, ck2, ck3, cl0, cl1, cl2, cl3;
      long cm0, cm1, cm2, cm3, cn0, cn1, cn2, cn3, co0, co1, co2, co3, cp0, cp1, cp2, cp3;
      long cq0, cq1, cq2, cq3, cr0, cr1, cr2, cr3, cs0, cs1, cs2, cs3, ct0, ct1, ct2, ct3;
      long cu0, cu1, cu2, cu3, cv0, cv1, cv2, cv3, cw0, cw1, cw2, cw3, cx0, cx1, cx2, cx3;
      long cy0, cy1, cy2, cy3, cz0, cz1, cz2, cz3, da0, da1, da2, da3, db0, db1, db2, db3;
      long dc0, dc1, dc2, dc3, dd0, dd1, dd2, dd3, de0, de1, de2, de3, df0, df1, df2, df3;
      long dg0, dg1, dg2, dg3, dh0, dh1, dh2, dh3, di0, di1, di2, di3, dj0, dj1, dj2, dj3;
      long dk0, dk1, dk2, dk3, dl0, dl1, dl2, dl3, dm0, dm1, dm2, dm3, dn0, dn1, dn2, dn3;
      long do0, do1, do2, do3, dp0, dp1, dp2, dp3, dq0, dq1, dq2, dq3, dr0, dr1, dr2, dr3;
      long ds0, ds1, ds2, ds3, dt0, dt1, dt2, dt3, du0, du1, du2, du3, dv0, dv1, dv2, dv3;
      long dw0, dw1, dw2, dw3, dx0, dx1, dx2, dx3, dy0, dy1, dy2, dy3, dz0, dz1, dz2, dz3;
      long ea0, ea1, ea2, ea3, eb0, eb1, eb2, eb3, ec0, ec1, ec2, ec3, ed0, ed1, ed2, ed3;
      long ee0, ee1, ee2, ee3, ef0, ef1, ef2, ef3, eg0, eg1, eg2, eg3, eh0, eh1, eh2, eh3;
      long ei0, ei1, ei2, ei3, ej0, ej1, ej2, ej3, ek0, ek1, ek2, ek3, el0, el1, el2, el3;
      long em0, em1, em2, em3, en0, en1, en2, en3, eo0, eo1, eo2, eo3, ep0, ep1, ep2, ep3;
      long eq0, eq1, eq2, eq3, er0, er1, er2, er3, es0, es1, es2, es3, et0, et1, et2, et3;
      long eu0, eu1, eu2, eu3, ev0, ev1, ev2, ev3, ew0, ew1, ew2, ew3, ex0, ex1, ex2, ex3;
      long ey0, ey1, ey2, ey3, ez0, ez1, ez2, ez3, fa0, fa1, fa2, fa3, fb0, fb1, fb2, fb3;
      long fc0, fc1, fc2, fc3, fd0, fd1, fd2, fd3, fe0, fe1, fe2, fe3, ff0, ff1, ff2, ff3;
      long fg0, fg1, fg2, fg3, fh0, fh1, fh2, fh3, fi0, fi1, fi2, fi3, fj0, fj1, fj2, fj3;
      long fk0, fk1, fk2, fk3, fl0, fl1, fl2, fl3, fm0, fm1, fm2, fm3, fn0, fn1, fn2, fn3;
      long fo0, fo1, fo2, fo3, fp0, fp1, fp2, fp3, fq0, fq1, fq2, fq3, fr0, fr1, fr2, fr3;
      long fs0, fs1, fs2, fs3, ft0, ft1, ft2, ft3, fu0, fu1, fu2, fu3, fv0, fv1, fv2, fv3;
      long fw0, fw1, fw2, fw3, fx0, fx1, fx2, fx3, fy0, fy1, fy2, fy3, fz0, fz1, fz2, fz3;
      long ga0, ga1, ga2, ga3, gb0, gb1, gb2, gb3, gc0, gc1, gc2, gc3, gd0, gd1, gd2, gd3;
      long ge0, ge1, ge2, ge3, gf0, gf1, gf2, gf3, gg0, gg1, gg2, gg3, gh0, gh1, gh2, gh3;
      long gi0, gi1, gi2, gi3, gj0, gj1, gj2, gj3, gk0, gk1, gk2, gk3, gl0, gl1, gl2, gl3;
      long gm0, gm1, gm2, gm3, gn0, gn1, gn2, gn3, go0, go1, go2, go3, gp0, gp1, gp2, gp3;
      long gq0, gq1, gq2, gq3, gr0, gr1, gr2, gr3, gs0, gs1, gs2, gs3, gt0, gt1, gt2, gt3;
      long gu0, gu1, gu2, gu3, gv0, gv1, gv2, gv3, gw0, gw1, gw2, gw3, gx0, gx1, gx2, gx3;
      long gy0, gy1, gy2, gy3, gz0, gz1, gz2, gz3, ha0, ha1, ha2, ha3, hb0, hb1, hb2, hb3;
      long hc0, hc1, hc2, hc3, hd0, hd1, hd2, hd3, he0, he1, he2, he3, hf0, hf1, hf2, hf3;
      long hg0, hg1, hg2, hg3, hh0, hh1, hh2, hh3, hi0, hi1, hi2, hi3, hj0, hj1, hj2, hj3;
      long hk0, hk1, hk2, hk3, hl0, hl1, hl2, hl3, hm0, hm1, hm2, hm3, hn0, hn1, hn2, hn3;
      long ho0, ho1, ho2, ho3, hp0, hp1, hp2, hp3, hq0, hq1, hq2, hq3, hr0, hr1, hr2, hr3;
      long hs0, hs1, hs2, hs3, ht0, ht1, ht2, ht3, hu0, hu1, hu2, hu3, hv0, hv1, hv2, hv3;
      long hw0, hw1, hw2, hw3, hx0, hx1, hx2, hx3, hy0, hy1, hy2, hy3, hz0, hz1, hz2, hz3;
      long ia0, ia1, ia2, ia3, ib0, ib1, ib2, ib3, ic0, ic1, ic2, ic3, id0, id1, id2, id3;
      long ie0, ie1, ie2, ie3, if0, if1, if2, if3, ig0, ig1, ig2, ig3, ih0, ih1, ih2, ih3;
      long ii0, ii1, ii2, ii3, ij0, ij1, ij2, ij3, ik0, ik1, ik2, ik3, il0, il1, il2, il3;
      long im0, im1, im2, im3, in0, in1, in2, in3, io0, io1, io2, io3, ip0, ip1, ip2, ip3;
      long iq0, iq1, iq2, iq3, ir0, ir1, ir2, ir3, is0, is1, is2, is3, it0, it1, it2, it3;
      long iu0, iu1, iu2, iu3, iv0, iv1, iv2, iv3, iw0, iw1, iw2, iw3, ix0, ix1, ix2, ix3;
      long iy0, iy1, iy2, iy3, iz0, iz1, iz2, iz3, ja0, ja1, ja2, ja3, jb0, jb1, jb2, jb3;
      long jc0, jc1, jc2, jc3, jd0, jd1, jd2, jd3, je0, je1, je2, je3, jf0, jf1, jf2, jf3;
      long jg0, jg1, jg2, jg3, jh0, jh1, jh2, jh3, ji0, ji1, ji2, ji3, jj0, jj1, jj2, jj3;
      long jk0, jk1, jk2, jk3, jl0, jl1, jl2, jl3, jm0, jm1, jm2, jm3, jn0, jn1, jn2, jn3;
      long jo0, jo1, jo2, jo3, jp0, jp1, jp2, jp3;
      // spotless:on
      throw new AssertionError();
    }
  }
}
