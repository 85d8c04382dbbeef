/** The scanner's sentences. Those with a manual keep its words. */

import type { Hours } from "./item";
import type { GateRefusal } from "./verdict";

export const WORDS = {
  waiting: "時數登錄中...",
  kept: "已暫存，連線後核發時數",
  offline: "目前離線，無法查詢姓名，請先紙本簽到，連線後補登",
  walkInOffline: "目前離線，無法現場登錄，請先紙本簽到，連線後補登",
  walkInName: "請輸入姓名",
  walkInNumber: "請輸入身分證統一編號",
  walkInUnit: "請填服務單位代碼；沒有服務單位者請勾選「一般民眾（無服務單位）」",
  unitEmpty: "請輸入機關名稱或代碼，再按「查詢代碼」",
  unitNone: "查無符合的服務單位，請改用名稱的一部分或上級機關名稱查詢",
  unitMore: "只列出前 20 筆，請輸入更完整的名稱",
  notSent: "未送出，請再試一次或略過",
  hoursOffline: "目前離線，連線後才能設定時數",
  noStation: "掃描授權已到期，請洽開課單位承辦人",
  opened: "請掃描學員條碼",
  stationOffline: "目前無法連線，尚不能掃描；連線後自動開啟，請先紙本簽到",
  storage: "這支手機無法儲存掃描紀錄（可能是無痕模式或儲存空間不足），請改用其他手機",
  outside: "現在不在掃描時間內，掃描的學員須由承辦人確認後才核發時數。",
  hoursDiffer: "目前核發的時數與活動原定時數不同，請確認。",
  noCode: "圖片中找不到條碼，請讓條碼佔滿畫面後重拍",
  reading: "正在讀取圖片...",
  nobody: "查無此人。可請學員建立個人條碼，或先紙本簽到後由承辦人補登。",
  searchEmpty: "請輸入姓名或末四碼",
  notForgotten: "未能清除這支手機上的掃描資料，請重新登入後再登出一次",
} as const;

const REFUSED: Readonly<Record<GateRefusal, string>> = {
  UNKNOWN_CODE: "非環境教育個人條碼，無法核發時數",
  VOIDED_CODE: "QRCode 已失效，請重新產生 QRCode",
  EXPIRED_CODE: "QRCode 已失效，請重新產生 QRCode",
  ALREADY_AWARDED: "已登錄時數",
  WRONG_POLICY: "本活動須出示會更新的個人條碼，請學員在手機上重新開啟個人條碼",
  STALE_LIVE_CODE: "條碼畫面已過期，請重新開啟個人條碼",
};

export const refusedWords = (reason: GateRefusal): string => REFUSED[reason];
export const hoursWords = (hours: Hours): string => `數位： ${hours.digital} 小時， 實體： ${hours.in_person} 小時`;
export const sealedWords = (scans: number): string =>
  `這支手機有 ${scans} 筆未上傳的掃描，已加密保存，下次登入後開啟掃描器即自動上傳。請勿清除瀏覽器資料。`;
export const unsentWords = (waiting: number, aside: number, sealed: number): string =>
  [
    waiting === 0 ? "" : `未上傳 ${waiting} 筆，連線後自動上傳，請勿清除瀏覽器資料`,
    aside === 0 ? "" : `${aside} 筆無法上傳，仍保存在這支手機，請洽開課單位承辦人`,
    sealed === 0 ? "" : `登出時加密保存的 ${sealed} 筆，連線後自動上傳`,
  ]
    .filter(Boolean)
    .join("；");
export const listWords = (total: number, first: number, last: number): string =>
  total === 0 ? "總共 0 筆資料" : `總共 ${total} 筆資料, 目前顯示第 ${first}~${last} 筆`;

/** Time of day as a helper reads it. */
export function clockWords(iso: string): string {
  return new Date(iso).toLocaleTimeString("zh-TW", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone: "Asia/Taipei",
  });
}
